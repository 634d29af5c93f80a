// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.local;

import dev.kernellab.grading.verdict.Verdict;
import dev.kernellab.protocol.RunOutcome;
import java.util.List;

/// What a kernel turned out to be worth here.
///
/// @param outcome of the first run that did not complete; else that of the first
/// @param runs one for each machine that it came to; none when the file was of no use
public record LocalGrade(RunOutcome outcome, Verdict verdict, List<LocalRun> runs) {
  public LocalGrade {
    runs = List.copyOf(runs);
  }

  static LocalGrade of(List<LocalRun> runs, Verdict verdict) {
    RunOutcome outcome =
        runs.stream()
            .map(LocalRun::outcome)
            .filter(it -> it.kind() != RunOutcome.Kind.COMPLETED)
            .findFirst()
            .orElseGet(() -> runs.getFirst().outcome());
    return new LocalGrade(outcome, verdict, runs);
  }
}
