// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `lab watch RUN`: what a run has said so far, then live until it ends.
@Command(
    name = "watch",
    description = {
      "Follow a run from its start to its verdict.",
      "Exit code: 0 every check passed that is asked for (extra credit is not), 1 some did not, 2"
          + " wrong usage, 3 lab or network."
    },
    mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN", description = "The run's id, as submit prints it.")
  private String run = "";

  @Mixin private ServerOption server = new ServerOption();
  @Mixin private OutputOption output = new OutputOption();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    return new RunWatch(server.client(), spec.commandLine().getOut(), output.isJson())
        .untilEnd(run);
  }
}
