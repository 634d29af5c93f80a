// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.run;

import dev.kernellab.api.hook.VerdictNotice;
import dev.kernellab.grading.verdict.SeveralMachines;
import dev.kernellab.grading.verdict.SeveralMachines.OnMachine;
import dev.kernellab.grading.verdict.Verdict;
import dev.kernellab.protocol.RunOutcome;
import java.util.List;
import java.util.Objects;

/// What others are told of the verdict over all machines that a submission was run on.
final class RoundNotice {
  private RoundNotice() {}

  /// What one machine has to say to it.
  record Part(Run run, RunOutcome outcome, Verdict verdict) {
    static Part of(Run ended, Verdict verdict) {
      return new Part(ended, Objects.requireNonNull(ended.outcome()), verdict);
    }
  }

  /// @param round in the assignment's order; all that were made together
  static VerdictNotice.Data of(List<Part> round) {
    Run first = round.getFirst().run;
    Verdict joint =
        SeveralMachines.verdict(
            round.stream().map(it -> new OnMachine(it.run.plan().machine(), it.verdict)).toList());
    return new VerdictNotice.Data(
        first.id(),
        round.stream().map(it -> it.run.id()).toList(),
        first.submission(),
        first.label(),
        first.assignment(),
        decisive(round).outcome.code(),
        joint.score(),
        joint.max(),
        round.size() == 1
            ? "/api/v1/runs/" + first.id() + "/verdict"
            : "/api/v1/submissions/" + first.submission() + "/verdict");
  }

  private static Part decisive(List<Part> round) {
    return round.stream()
        .filter(it -> it.outcome.kind() != RunOutcome.Kind.COMPLETED)
        .findFirst()
        .orElseGet(round::getFirst);
  }
}
