// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import dev.kernellab.cli.grade.GradeCommand;
import dev.kernellab.cli.night.DeadlineNightCommand;
import dev.kernellab.cli.replay.ReplayCommand;
import dev.kernellab.cli.suite.AssignmentCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `./lab …` for everything that talks to a running lab.
@Command(
    name = "lab",
    description = "Submit kernels to a lab and watch them run.",
    subcommands = {
      SubmitCommand.class,
      WatchCommand.class,
      GradeCommand.class,
      BenchCommand.class,
      GradingBenchCommand.class,
      GradebookCommand.class,
      RegradeCommand.class,
      CompareCommand.class,
      ReplayCommand.class,
      LabComparisonCommand.class,
      DeadlineNightCommand.class,
      ProfileCommand.class,
      AssignmentCommand.class
    },
    mixinStandardHelpOptions = true)
public final class LabCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Say what to do: submit, watch, grade, gradebook, regrade, compare, replay, profile or"
            + " assignment.");
  }

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new LabCommand())
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              command.getErr().println(sentence(failure));
              return failure instanceof UsageProblem ? ExitCode.USAGE : ExitCode.LAB_OR_NETWORK;
            });
  }

  private static String sentence(Exception failure) {
    return failure instanceof UsageProblem || failure instanceof LabProblem
        ? String.valueOf(failure.getMessage())
        : "Something went wrong in this program: " + failure;
  }
}
