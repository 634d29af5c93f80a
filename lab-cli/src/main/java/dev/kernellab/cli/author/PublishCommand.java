// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.author;

import dev.kernellab.cli.ExitCode;
import dev.kernellab.cli.OutputOption;
import dev.kernellab.cli.ServerOption;
import dev.kernellab.cli.local.AssignmentFolder;
import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.author.AssignmentReader;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `lab assignment publish DIR`: from now on a class works on this version.
@Command(
    name = "publish",
    description = {
      "Give a lab a new assignment, or a new version of one; shows $LAB_INSTRUCTOR_SECRET.",
      "Exit code: 0 published, 2 it is not sound, 3 the lab refused, or lab or network."
    },
    mixinStandardHelpOptions = true)
public final class PublishCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "The assignment's folder.")
  private Path folder = Path.of("");

  @Mixin private ServerOption server = new ServerOption();
  @Mixin private OutputOption output = new OutputOption();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    AssignmentFolder read = AssignmentFolder.read(folder);
    Assignment assignment = read.assignment();
    JsonNode published =
        server
            .client()
            .publish(
                assignment.slug(),
                AssignmentFolder.text(folder, AssignmentReader.ASSIGNMENT),
                AssignmentFolder.text(folder, AssignmentReader.PROFILE),
                read.given());
    var out = spec.commandLine().getOut();
    out.println(
        output.isJson()
            ? published.toString()
            : assignment.slug() + ": published, version " + published.path("version").asString());
    out.flush();
    return ExitCode.PASSED;
  }
}
