// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.run;

import dev.kernellab.api.assignment.Assignments;
import dev.kernellab.api.hook.VerdictHooks;
import dev.kernellab.api.hook.VerdictNotice;
import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.assignment.Deadline;
import dev.kernellab.grading.verdict.SeveralMachines;
import dev.kernellab.grading.verdict.SeveralMachines.OnMachine;
import dev.kernellab.grading.verdict.Verdict;
import dev.kernellab.protocol.RunOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/// Tells others of the verdict over all machines that a submission was run on: the points that
/// count, with the checks that students do not see, as the gradebook has them.
@Component
class RoundNotice {
  private final VerdictHooks hooks;
  private final RunRepository runs;
  private final Assignments assignments;

  RoundNotice(VerdictHooks hooks, RunRepository runs, Assignments assignments) {
    this.hooks = hooks;
    this.runs = runs;
    this.assignments = assignments;
  }

  /// What one machine has to say to it.
  ///
  /// @param verdict with all checks
  record Part(Run run, RunOutcome outcome, Verdict verdict) {}

  /// To be called in the transaction that gives the verdict.
  ///
  /// @param round in the assignment's order; all that were made together
  void announce(List<Part> round) {
    if (hooks.tellSomebody()) {
      hooks.announce(data(round));
    }
  }

  /// The same if all others have their verdict already: of those that end at the same time the last
  /// sees the others.
  void announceLast(Part last, Function<Run, Optional<Verdict>> whole) {
    if (!hooks.tellSomebody()) {
      return;
    }
    runs.findForChange(last.run.round());
    var parts = new ArrayList<Part>();
    List<Run> round = runs.ofRound(last.run.round());
    for (Run run : round) {
      if (run.id().equals(last.run.id())) {
        parts.add(last);
      } else {
        whole
            .apply(run)
            .ifPresent(it -> parts.add(new Part(run, Objects.requireNonNull(run.outcome()), it)));
      }
    }
    if (parts.size() == round.size()) {
      hooks.announce(data(parts));
    }
  }

  private VerdictNotice.Data data(List<Part> round) {
    Run first = round.getFirst().run;
    Verdict joint =
        SeveralMachines.verdict(
            round.stream().map(it -> new OnMachine(it.run.plan().machine(), it.verdict)).toList());
    int percentKept = percentKept(first);
    return new VerdictNotice.Data(
        first.id(),
        round.stream().map(it -> it.run.id()).toList(),
        first.submission(),
        first.label(),
        first.assignment(),
        decisive(round).outcome.code(),
        joint.score() * percentKept / 100,
        joint.max(),
        percentKept,
        round.size() == 1
            ? "/api/v1/runs/" + first.id() + "/verdict"
            : "/api/v1/submissions/" + first.submission() + "/verdict");
  }

  private int percentKept(Run run) {
    Deadline deadline = assignments.find(run.assignment()).map(Assignment::deadline).orElse(null);
    return deadline == null
        ? 100
        : deadline.percentKept(Instant.ofEpochMilli(runs.handedIn(run.submission())));
  }

  private static Part decisive(List<Part> round) {
    return round.stream()
        .filter(it -> it.outcome.kind() != RunOutcome.Kind.COMPLETED)
        .findFirst()
        .orElseGet(round::getFirst);
  }
}
