// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.gradebook;

import dev.kernellab.api.assignment.Assignments;
import dev.kernellab.api.run.Run;
import dev.kernellab.api.run.RunVerdicts;
import dev.kernellab.api.run.Runs;
import dev.kernellab.api.web.Problem;
import dev.kernellab.grading.assignment.Deadline;
import dev.kernellab.grading.gradebook.Attempt;
import dev.kernellab.grading.gradebook.Gradebook;
import dev.kernellab.grading.gradebook.Which;
import dev.kernellab.grading.verdict.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What a class has handed in for marks. Who is who, a submission's label says.
@Component
public class ClassWork {
  private final Assignments assignments;
  private final Runs runs;
  private final RunVerdicts verdicts;

  ClassWork(Assignments assignments, Runs runs, RunVerdicts verdicts) {
    this.assignments = assignments;
    this.runs = runs;
    this.verdicts = verdicts;
  }

  /// One for each time that a submission was run, on however many machines.
  ///
  /// @throws Problem `ASSIGNMENT_UNKNOWN`
  public List<Attempt> attempts(String slug) {
    Deadline deadline = assignments.asked(slug).deadline();
    var attempts = new ArrayList<Attempt>();
    Map<String, Instant> handedIn = new HashMap<>();
    for (Run run : runs.ofAssignment(slug)) {
      // a submission's first run is made with it; one that is run again is no later for it
      Instant created = Instant.ofEpochMilli(run.times().created());
      Instant then = handedIn.computeIfAbsent(run.submission(), any -> created);
      if (run.isFirstOfRound()) {
        attempts.add(
            new Attempt(
                run.label(),
                run.submission(),
                run.id(),
                then,
                verdict(run.id()),
                deadline == null ? 100 : deadline.percentKept(then)));
      }
    }
    return attempts;
  }

  private @Nullable Verdict verdict(String round) {
    return verdicts.jointWhole(runs.ofRound(round)).orElse(null);
  }

  /// The first run of each attempt, on however many machines, oldest first.
  public List<String> rounds(String slug) {
    var rounds = new ArrayList<String>();
    for (Run run : runs.ofAssignment(slug)) {
      if (run.isFirstOfRound()) {
        rounds.add(run.id());
      }
    }
    return rounds;
  }

  /// What counts of each label's attempts, by label.
  ///
  /// @throws Problem `ASSIGNMENT_UNKNOWN`
  public List<Attempt> counted(String slug, Which which) {
    return Gradebook.counted(which, attempts(slug));
  }

  /// The hash of what each label handed in last.
  ///
  /// @throws Problem `ASSIGNMENT_UNKNOWN`
  SortedMap<String, String> latest(String slug) {
    assignments.asked(slug);
    var latest = new TreeMap<String, Run>();
    for (Run run : runs.ofAssignment(slug)) {
      latest.merge(run.label(), run, ClassWork::later);
    }
    var hashes = new TreeMap<String, String>();
    latest.forEach((label, run) -> hashes.put(label, run.sha256()));
    return hashes;
  }

  private static Run later(Run one, Run other) {
    return one.submission().compareTo(other.submission()) >= 0 ? one : other;
  }
}
