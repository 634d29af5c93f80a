// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.verdict;

import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.assignment.Check;
import dev.kernellab.grading.check.Evidence;
import dev.kernellab.grading.check.Judge;
import dev.kernellab.grading.check.Judgement;
import dev.kernellab.grading.check.Snapshot;
import dev.kernellab.protocol.Profile;
import dev.kernellab.protocol.RunOutcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Judges a run by what the hardware showed. Nothing that the kernel printed is looked at.
public final class Grader {
  private final Assignment assignment;
  private final Evidence evidence;

  /// By the check's id; none for a check whose checkpoint has not been reached.
  private final Map<String, Judgement> judgements = new HashMap<>();

  private Grader(Assignment assignment, Evidence evidence) {
    this.assignment = assignment;
    this.evidence = evidence;
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
      boolean first = earlier == null && check.at().equals(snapshot.checkpoint());
      boolean again = earlier != null && earlier.isMet() && check.expect().holdsOnwards();
      if (first || again) {
        Judgement judgement = new Judge(evidence, snapshot, again).judge(check.expect());
        if (first || !judgement.isMet()) {
          judgements.put(check.id(), judgement);
        }
      }
    }
  }

  private Verdict verdict() {
    var results = new LinkedHashMap<String, CheckResult>();
    for (Check check : assignment.checks()) {
      CheckResult required = check.requires() == null ? null : results.get(check.requires());
      results.put(check.id(), result(check, required));
    }
    return Verdict.of(assignment.slug(), new ArrayList<>(results.values()));
  }

  private CheckResult result(Check check, @Nullable CheckResult required) {
    if (evidence.outcome().kind() == RunOutcome.Kind.BUILD_REJECTED) {
      return CheckResult.notRun(
          check, "The kernel was not booted. " + evidence.outcome().message());
    }
    Judgement judgement = judgements.get(check.id());
    if (judgement == null) {
      return CheckResult.notRun(check, neverReached(check.at()));
    }
    if (required != null && required.points() == 0) {
      return CheckResult.notRun(
          check, "Not looked at: it builds on \"" + required.title() + "\", see there.");
    }
    return CheckResult.of(check, judgement);
  }

  private String neverReached(String symbol) {
    String title =
        assignment.profile().checkpoints().stream()
            .filter(it -> it.symbol().equals(symbol))
            .map(Profile.Checkpoint::title)
            .findFirst()
            .orElse(symbol);
    return "The kernel never reached %s (%s). %s"
        .formatted(symbol, title, evidence.outcome().message());
  }
}
