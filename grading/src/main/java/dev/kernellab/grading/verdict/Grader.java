// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.verdict;

import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.assignment.Check;
import dev.kernellab.grading.assignment.Expectation;
import dev.kernellab.grading.assignment.When;
import dev.kernellab.grading.check.Evidence;
import dev.kernellab.grading.check.Judge;
import dev.kernellab.grading.check.Judgement;
import dev.kernellab.grading.check.Past;
import dev.kernellab.grading.check.Snapshot;
import dev.kernellab.protocol.Profile;
import dev.kernellab.protocol.RunOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Judges a run by what the hardware showed. Nothing that the kernel printed is worth a point.
public final class Grader {
  private final Assignment assignment;
  private final Evidence evidence;
  private final MomentsKept kept;

  /// The moments kept, as far as the run has come.
  private final Map<When, Past> past = new HashMap<>();

  /// By the check's id; none for a check whose checkpoint has not been reached.
  private final Map<String, Judgement> judgements = new HashMap<>();

  /// Checks that one unannounced look has found not met.
  private final Set<String> doubted = new HashSet<>();

  private Grader(Assignment assignment, Evidence evidence) {
    this.assignment = assignment;
    this.evidence = evidence;
    this.kept = MomentsKept.of(assignment);
  }

  /// @throws IllegalArgumentException when the run ended in a way that must not be graded
  /// @throws dev.kernellab.memory.MalformedCaptureException when a capture is damaged
  public static Verdict grade(Assignment assignment, Evidence evidence) {
    RunOutcome.Kind kind = evidence.outcome().kind();
    if (!kind.isGraded()) {
      throw new IllegalArgumentException("a run that ended with " + kind + " is not graded");
    }
    var grader = new Grader(assignment, evidence);
    evidence.forEachSnapshot(grader::judge);
    return grader.verdict();
  }

  private void judge(Snapshot snapshot) {
    for (Check check : assignment.checks()) {
      Judgement earlier = judgements.get(check.id());
      boolean first = earlier == null && Objects.equals(check.at(), snapshot.when());
      boolean again = earlier != null && earlier.isMet() && isToHold(check.expect(), snapshot);
      if (check.at() != null && (first || again)) {
        Judgement judgement = new Judge(evidence, past, snapshot, again).judge(check.expect());
        if (first || !judgement.isMet() && !isOnlyDoubted(check, snapshot)) {
          judgements.put(check.id(), judgement);
        }
      }
    }
    When when = snapshot.when();
    if (when != null && kept.contains(when)) {
      past.put(when, snapshot.past());
    }
  }

  private static boolean isToHold(Expectation expectation, Snapshot snapshot) {
    return snapshot.capture().cameUnannounced()
        ? expectation.holdsAlways()
        : expectation.holdsOnwards();
  }

  /// One instant may be that in which a new page table is in its place and not cleared yet; what
  /// two instants show lasts.
  private boolean isOnlyDoubted(Check check, Snapshot snapshot) {
    return snapshot.capture().cameUnannounced() && doubted.add(check.id());
  }

  private Verdict verdict() {
    var results = new HashMap<String, CheckResult>();
    var shown = new ArrayList<CheckResult>();
    for (Check check : assignment.checks()) {
      shown.add(result(check, results));
    }
    return Verdict.of(assignment.slug(), assignment.version(), shown);
  }

  /// What a check builds on is judged before it, wherever it stands; there are no cycles.
  private CheckResult result(Check check, Map<String, CheckResult> known) {
    CheckResult result = known.get(check.id());
    if (result == null) {
      List<CheckResult> required =
          assignment.checks().stream()
              .filter(it -> check.prerequisites().contains(it.id()))
              .map(it -> result(it, known))
              .toList();
      result = result(check, required);
      known.put(check.id(), result);
    }
    return result;
  }

  private CheckResult result(Check check, List<CheckResult> required) {
    if (evidence.outcome().kind() == RunOutcome.Kind.BUILD_REJECTED) {
      return CheckResult.notRun(
          check, "The kernel was not booted. " + evidence.outcome().message());
    }
    Judgement judgement = judgement(check);
    if (judgement == null) {
      return CheckResult.notRun(check, neverReached(Objects.requireNonNull(check.at())));
    }
    for (CheckResult foundation : required) {
      if (!foundation.isFoundation()) {
        return CheckResult.notRun(
            check, "Not looked at: it builds on \"" + foundation.title() + "\", see there.");
      }
    }
    return CheckResult.of(check, judgement);
  }

  private @Nullable Judgement judgement(Check check) {
    When at = check.at();
    if (at == null) {
      return Judge.atTheEnd(check.expect(), evidence);
    }
    Judgement judgement = judgements.get(check.id());
    return judgement == null && !evidence.isWatched(at.checkpoint())
        ? Judgement.notRecorded("The run was made without looking at " + at.checkpoint() + ".")
        : judgement;
  }

  private String neverReached(When when) {
    String title =
        assignment.profile().checkpoints().stream()
            .filter(it -> it.symbol().equals(when.checkpoint()))
            .map(Profile.Checkpoint::title)
            .findFirst()
            .orElse(when.checkpoint());
    // How it ended is told once, at the head of each report.
    return "The kernel never reached %s (%s): its run had ended by then (%s)."
        .formatted(when, title, evidence.outcome().code());
  }
}
