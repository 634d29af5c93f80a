// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `lab compare RUN RUN`: where two attempts part ways, in words.
@Command(
    name = "compare",
    description = {
      "Tell where two runs differ, the first difference first.",
      "Exit code: 0 they do not, 1 they do, 2 wrong usage, 3 lab or network."
    },
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "RUN", description = "The first run's id.")
  private String first = "";

  @Parameters(index = "1", paramLabel = "RUN", description = "The second run's id.")
  private String second = "";

  @Mixin private ServerOption server = new ServerOption();
  @Mixin private OutputOption output = new OutputOption();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    JsonNode found = server.client().comparison(first, second);
    JsonNode differences = found.path("differences");
    if (output.isJson()) {
      out.println(found);
    } else {
      for (JsonNode difference : differences) {
        out.println(Printable.of(difference.path("message").asString()));
      }
      if (found.path("truncated").asBoolean()) {
        out.println("And more.");
      } else if (differences.isEmpty()) {
        out.println("Both have shown the same.");
      }
    }
    out.flush();
    return differences.isEmpty() ? ExitCode.PASSED : ExitCode.CHECKS_FAILED;
  }
}
