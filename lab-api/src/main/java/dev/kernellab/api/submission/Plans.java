// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.submission;

import dev.kernellab.api.run.RunPlan;
import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.assignment.Operations;
import dev.kernellab.protocol.Budgets;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.Profile;
import dev.kernellab.protocol.RunMode;
import java.util.List;
import java.util.Optional;

/// The runs that a submission gets.
final class Plans {
  private static final int INTERACTIVE_SECONDS = 300;

  private Plans() {}

  /// One for each machine.
  ///
  /// @param own the profile that came with the submission
  /// @param drawn for what nobody can know before, so drawn after the submitted file has been
  ///   stored
  static List<RunPlan> of(
      Assignment assignment,
      Submission submission,
      List<Machine> machines,
      Optional<Profile> own,
      long drawn) {
    Profile profile = own.orElse(assignment.profile());
    return machines.stream()
        .map(it -> plan(assignment, submission, it, drawn).readBy(profile))
        .toList();
  }

  /// An image that boots itself has no command line to be told the operations by.
  private static RunPlan plan(
      Assignment assignment, Submission submission, Machine machine, long drawn) {
    Operations operations = assignment.operations();
    Long seed =
        operations != null
                && submission.mode() == RunMode.GRADED
                && machine.start().way().loadsElf()
            ? drawn
            : null;
    return new RunPlan(
        submission.kind(),
        submission.mode(),
        seed == null || operations == null ? machine : operations.onto(machine, seed),
        budgets(assignment.budgets(), submission.mode()),
        assignment.profile(),
        assignment.lastCheckpoint(),
        seed,
        assignment.version());
  }

  /// Typing and looking around takes longer than being graded.
  private static Budgets budgets(Budgets given, RunMode mode) {
    return switch (mode) {
      case GRADED -> given;
      case INTERACTIVE ->
          new Budgets(
              given.instructions(),
              given.serialBytes(),
              given.snapshots(),
              given.buildSeconds(),
              Math.max(given.wallSeconds(), INTERACTIVE_SECONDS));
    };
  }
}
