// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.verdict;

import dev.kernellab.protocol.Machine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
    for (CheckResult check : first.checks()) {
      List<CheckResult> results =
          runs.stream().flatMap(run -> on(run, check.id()).stream()).toList();
      if (results.size() == runs.size()) { // or the deadline that shows it passed in between
        checks.add(results.stream().min(WORST_FIRST).orElseThrow());
      }
    }
    return Verdict.of(first.assignment(), first.version(), checks);
  }

  private static Optional<CheckResult> on(OnMachine run, String check) {
    return run.verdict().checks().stream()
        .filter(it -> it.id().equals(check))
        .findFirst()
        .map(it -> named(run.machine(), it));
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
