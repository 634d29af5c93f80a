// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.regrade;

import dev.kernellab.api.regrade.RegradeReport.Moved;
import dev.kernellab.api.regrade.RegradeReport.Score;
import dev.kernellab.api.run.Run;
import dev.kernellab.api.run.RunVerdicts;
import dev.kernellab.api.run.Runs;
import dev.kernellab.api.submission.Submissions;
import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.verdict.Regrade;
import dev.kernellab.grading.verdict.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Grades recorded evidence again. Done twice it changes nothing the second time.
@Component
class Regrading {
  private final Runs runs;
  private final RunVerdicts verdicts;
  private final Submissions submissions;

  Regrading(Runs runs, RunVerdicts verdicts, Submissions submissions) {
    this.runs = runs;
    this.verdicts = verdicts;
    this.submissions = submissions;
  }

  /// @param ids of the runs; what is not to be graded among them is passed over
  /// @param reason null to look only
  RegradeReport regrade(Assignment by, Iterable<String> ids, @Nullable String reason) {
    int looked = 0;
    var moved = new ArrayList<Moved>();
    Set<String> undecided = new LinkedHashSet<>();
    for (String id : ids) {
      Run run = runs.get(id);
      Verdict after = verdicts.again(run, by).orElse(null);
      if (after == null) {
        continue;
      }
      looked++;
      Verdict before = verdicts.find(run).orElse(null);
      Regrade regrade = Regrade.of(id, before, after);
      if (regrade.hasMoves() || after.needsAnotherRun()) {
        moved.add(moved(run, regrade));
      }
      if (after.needsAnotherRun()) {
        undecided.add(run.submission());
      } else if (reason != null && !after.equals(before)) {
        verdicts.give(run, after, reason);
      }
    }
    List<String> queued = reason == null ? List.of() : runAgain(undecided, by);
    int count = (int) moved.stream().filter(it -> !it.moves().isEmpty()).count();
    return new RegradeReport(by.slug(), by.version(), reason == null, looked, count, moved, queued);
  }

  private static Moved moved(Run run, Regrade regrade) {
    Verdict before = regrade.before();
    return new Moved(
        run.id(),
        run.submission(),
        run.label(),
        before == null ? null : Score.of(before),
        Score.of(regrade.after()),
        regrade.difference(),
        regrade.after().needsAnotherRun(),
        regrade.moves());
  }

  /// Once each: a submission whose newest run was made by this version is waiting for it already,
  /// or has been told.
  private List<String> runAgain(Set<String> undecided, Assignment by) {
    var queued = new ArrayList<String>();
    for (String submission : undecided) {
      Run newest = runs.latestOf(submission).orElseThrow();
      if (!by.version().equals(newest.plan().version())) {
        queued.add(submissions.runAgain(submission).id());
      }
    }
    return queued;
  }
}
