// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.local;

import dev.kernellab.grading.verdict.Verdict;
import dev.kernellab.protocol.RunOutcome;
import java.util.List;

/// What a kernel turned out to be worth here.
///
/// @param outcome of the run that decides, see [#decisive]
/// @param runs one for each machine that it came to; none when the file was of no use
public record LocalGrade(RunOutcome outcome, Verdict verdict, List<LocalRun> runs) {
  public LocalGrade {
    runs = List.copyOf(runs);
  }

  static LocalGrade of(List<LocalRun> runs, Verdict verdict) {
    return new LocalGrade(decisive(runs).outcome(), verdict, runs);
  }

  /// The first that did not complete; else the first.
  public LocalRun decisive() {
    return decisive(runs);
  }

  private static LocalRun decisive(List<LocalRun> runs) {
    return runs.stream()
        .filter(it -> it.outcome().kind() != RunOutcome.Kind.COMPLETED)
        .findFirst()
        .orElseGet(runs::getFirst);
  }
}
