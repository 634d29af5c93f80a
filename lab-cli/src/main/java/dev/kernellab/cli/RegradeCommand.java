// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `lab regrade ASSIGNMENT`: who moves, and by which check, before it counts.
@Command(
    name = "regrade",
    description = {
      "Grade a class again by the assignment as it stands now, from what was recorded; nothing is"
          + " booted. Only shows what would change, unless --publish is given. Shows"
          + " $LAB_INSTRUCTOR_SECRET.",
      "Exit code: 0 nobody moves, or published; 1 somebody would move, or another run has to tell;"
          + " 2 wrong usage; 3 the lab refused, or lab or network."
    },
    mixinStandardHelpOptions = true)
final class RegradeCommand implements Callable<Integer> {
  enum Which {
    latest,
    best,
    all
  }

  @Parameters(paramLabel = "ASSIGNMENT", description = "Its name.")
  private String assignment = "";

  @Option(
      names = "--which",
      description =
          "Whose: the attempts that count (latest or best, as in the gradebook) or all (default:"
              + " latest).")
  private @Nullable Which which;

  @Option(names = "--run", paramLabel = "RUN", description = "Only this run.")
  private @Nullable String run;

  @Option(
      names = "--publish",
      description =
          "Let the new verdicts count from now on; what another run has to tell is run again.")
  private boolean publish;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "With --publish: kept with each new verdict.")
  private @Nullable String reason;

  @Mixin private ServerOption server = new ServerOption();
  @Mixin private OutputOption output = new OutputOption();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    JsonNode report = server.client().regrade(assignment, query());
    PrintWriter out = spec.commandLine().getOut();
    if (output.isJson()) {
      out.println(report);
    } else {
      RegradeTable.print(out, report);
    }
    out.flush();
    return publish || report.path("runs").isEmpty() ? ExitCode.PASSED : ExitCode.CHECKS_FAILED;
  }

  private String query() {
    if (which != null && run != null) {
      throw new UsageProblem("--run: is about one run, and --which about a class; leave one away.");
    }
    if (reason != null && !publish) {
      throw new UsageProblem("--reason: is kept with what is published, so it needs --publish.");
    }
    String whose = run == null ? which().name() : "one&run=" + LabClient.segment(run);
    String why = reason == null ? "" : "&reason=" + LabClient.segment(reason);
    return "scope=" + whose + "&dry=" + !publish + why;
  }

  private Which which() {
    return which == null ? Which.latest : which;
  }
}
