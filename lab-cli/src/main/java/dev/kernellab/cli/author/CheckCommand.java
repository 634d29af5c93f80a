// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.author;

import dev.kernellab.cli.ExitCode;
import dev.kernellab.cli.Printable;
import dev.kernellab.cli.local.AssignmentFolder;
import dev.kernellab.grading.assignment.Assignment;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `lab assignment check DIR`: what a lab would say of it. Needs no lab.
@Command(
    name = "check",
    description = {
      "Read an assignment as a lab would; say file, line and reason where it is not as it should be.",
      "Exit code: 0 it is sound, 2 it is not."
    },
    mixinStandardHelpOptions = true)
public final class CheckCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "The assignment's folder.")
  private Path folder = Path.of("");

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Assignment assignment = AssignmentFolder.read(folder).assignment();
    var out = spec.commandLine().getOut();
    out.printf(
        "%s: sound. %d checks, %d points, version %s%n",
        Printable.of(assignment.slug()),
        assignment.checks().size(),
        assignment.maximum(),
        assignment.version());
    out.flush();
    return ExitCode.PASSED;
  }
}
