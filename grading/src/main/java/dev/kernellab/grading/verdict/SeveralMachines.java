// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.verdict;

import dev.kernellab.protocol.Machine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// A submission is run on each machine of its assignment, and a check is worth what it is worth on
/// the machine where it went worst: memory that is managed right on one size of RAM only is not.
public final class SeveralMachines {
  private static final Comparator<CheckResult> WORST_FIRST =
      Comparator.comparingInt(CheckResult::points)
          .thenComparing(it -> it.status() == CheckResult.Status.NOT_RUN);

  private SeveralMachines() {}

  /// What the run on one machine is worth.
  public record OnMachine(Machine machine, Verdict verdict) {}

  /// @param runs at least one, all by the same version of the assignment
  public static Verdict verdict(List<OnMachine> runs) {
    Verdict first = runs.getFirst().verdict();
    if (runs.size() == 1) {
      return first;
    }
    var checks = new ArrayList<CheckResult>();
    for (int i = 0; i < first.checks().size(); i++) {
      int check = i;
      checks.add(
          runs.stream()
              .map(run -> named(run.machine(), run.verdict().checks().get(check)))
              .min(WORST_FIRST)
              .orElseThrow());
    }
    return Verdict.of(first.assignment(), first.version(), checks);
  }

  private static CheckResult named(Machine machine, CheckResult result) {
    return result.saying(
        String.format(
            Locale.ROOT,
            "With %d MiB (%s): %s",
            machine.ramMiB(),
            machine.type().name().toLowerCase(Locale.ROOT),
            result.message()));
  }
}
