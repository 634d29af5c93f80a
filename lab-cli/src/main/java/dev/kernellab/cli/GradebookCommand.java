// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `lab gradebook`: the points of a class, to look at or to take away.
@Command(
    name = "gradebook",
    description =
        "Show the points of a class; --csv is for a spreadsheet, --output json for a program.",
    mixinStandardHelpOptions = true)
final class GradebookCommand implements Callable<Integer> {
  enum Which {
    latest,
    best
  }

  @Parameters(
      paramLabel = "ASSIGNMENT",
      arity = "0..1",
      description = "Its name (default: ${DEFAULT-VALUE}).",
      defaultValue = "memory-manager")
  private String assignment = "memory-manager";

  @Option(
      names = "--which",
      description = "Which attempt of each counts: latest or best (default: ${DEFAULT-VALUE}).",
      defaultValue = "latest")
  private Which which = Which.latest;

  @Option(names = "--csv", description = "Print CSV.")
  private boolean csv;

  @Mixin private ServerOption server = new ServerOption();
  @Mixin private OutputOption output = new OutputOption();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    LabClient client = server.client();
    if (csv) {
      out.print(client.gradebookCsv(assignment, which.name()));
    } else {
      JsonNode book = client.gradebook(assignment, which.name());
      if (output.isJson()) {
        out.println(book);
      } else {
        print(out, book);
      }
    }
    out.flush();
    return ExitCode.PASSED;
  }

  private static void print(PrintWriter out, JsonNode book) {
    for (JsonNode row : book.path("rows")) {
      String score =
          row.has("score") ? row.path("score").asInt() + " / " + row.path("max").asInt() : "-";
      out.printf(
          "%9s  %s (%d handed in)%n",
          score, Printable.of(row.path("label").asString()), row.path("attempts").asInt());
    }
    out.println();
    for (JsonNode check : book.path("checks")) {
      out.printf(
          "%4d passed %4d in part %4d failed %4d not run  %s%n",
          check.path("passed").asInt(),
          check.path("partial").asInt(),
          check.path("failed").asInt(),
          check.path("notRun").asInt(),
          Printable.of(check.path("title").asString()));
    }
  }
}
