// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.suite;

import dev.kernellab.cli.ExitCode;
import dev.kernellab.cli.UsageProblem;
import dev.kernellab.cli.author.CheckCommand;
import dev.kernellab.cli.author.NewCommand;
import dev.kernellab.cli.author.PublishCommand;
import dev.kernellab.cli.local.AssignmentFolder;
import dev.kernellab.cli.local.LocalLab;
import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.protocol.yaml.YamlException;
import dev.kernellab.protocol.yaml.YamlFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `lab assignment test`: whether an assignment finds what it is there to find. Needs no lab.
@Command(
    name = "assignment",
    description = "Work on an assignment.",
    subcommands = {
      NewCommand.class,
      CheckCommand.class,
      AssignmentCommand.Test.class,
      PublishCommand.class
    },
    mixinStandardHelpOptions = true)
public final class AssignmentCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do: new, check, test or publish.");
  }

  /// Builds and runs what `suite.yml` lists.
  @Command(
      name = "test",
      description = {
        "Build, boot and grade an assignment's solution, starter, mutants and cheats on this"
            + " machine, in the lab's own sandbox.",
        "Exit code: 0 all as expected, 1 not, 2 wrong usage or a file that is not well-formed."
      },
      mixinStandardHelpOptions = true)
  static final class Test implements Callable<Integer> {
    @Parameters(
        index = "0",
        paramLabel = "DIR",
        arity = "0..1",
        description = "The assignment's folder (default: ${DEFAULT-VALUE}).",
        defaultValue = "assignments/memory-manager")
    private Path folder = Path.of("");

    @Option(names = "--quick", description = "Only those that suite.yml marks as quick.")
    private boolean quick;

    @Option(
        names = "--seed",
        paramLabel = "NUMBER",
        description = "Of what operations leave to chance (default: drawn).")
    private @Nullable Long seed;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
      Suite suite = suite();
      AssignmentFolder read = AssignmentFolder.read(folder);
      AssignmentFolder by = suite.machines() == null ? read : read.on(suite.machines());
      Assignment assignment = by.assignment();
      long drawn = seed == null ? new SecureRandom().nextInt() : seed;
      PrintWriter out = spec.commandLine().getOut();
      out.printf("%s, version %s, seed %d%n", assignment.slug(), assignment.version(), drawn);
      try (LocalLab lab = LocalLab.open()) {
        var run = new SuiteRun(by, folder, lab, drawn);
        return summary(run.run(suite, quick, trial -> print(out, trial)), out);
      }
    }

    private Suite suite() {
      try {
        return YamlFile.read(folder.resolve(Suite.FILE), Suite.class);
      } catch (YamlException e) {
        throw new UsageProblem(String.valueOf(e.getMessage()));
      }
    }

    private static void print(PrintWriter out, Trial trial) {
      String score = trial.verdict() == null ? "—" : Integer.toString(trial.verdict().score());
      String lost = trial.verdict() == null ? "" : String.join(" ", Expected.lost(trial.verdict()));
      out.printf(
          "%-8s %3s  %-4s %s%n",
          trial.kind().name().toLowerCase(Locale.ROOT),
          score,
          trial.isAsExpected() ? "ok" : "NOT",
          trial.name());
      if (!lost.isEmpty()) {
        out.println("                   lost: " + lost);
      }
      trial.complaint().ifPresent(it -> out.println("                   " + it));
      out.flush();
    }

    private static int summary(List<Trial> trials, PrintWriter out) {
      List<Trial> mutants = trials.stream().filter(it -> it.kind() == Trial.Kind.MUTANT).toList();
      long caught = mutants.stream().filter(Trial::isCaught).count();
      long exact = mutants.stream().filter(Trial::isAsExpected).count();
      boolean allAsExpected = trials.stream().allMatch(Trial::isAsExpected);
      out.printf(
          "mutation score: %d of %d caught, %d by exactly the checks that name the fault%n",
          caught, mutants.size(), exact);
      out.flush();
      return allAsExpected ? ExitCode.PASSED : ExitCode.CHECKS_FAILED;
    }
  }
}
