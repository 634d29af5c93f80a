// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.author;

import dev.kernellab.cli.ExitCode;
import dev.kernellab.cli.UsageProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `lab assignment new FOLDER`: an assignment that is small, complete and sound, to be made into
/// another.
@Command(
    name = "new",
    description =
        "Write a new assignment into a folder: its checks, a profile, a starter kernel, a solution"
            + " and what to try it all on.",
    mixinStandardHelpOptions = true)
public final class NewCommand implements Callable<Integer> {
  private static final List<String> FILES =
      List.of(
          "assignment.yml",
          "profile.yml",
          "suite.yml",
          "README.md",
          "starter/Makefile",
          "starter/start.S",
          "starter/kernel.c",
          "starter/kernel.ld",
          "solution/kernel.c");

  /// What the solution has as the starter has it.
  private static final List<String> ALIKE = List.of("Makefile", "start.S", "kernel.ld");

  @Parameters(
      paramLabel = "FOLDER",
      description = "To be made; its name, words like memory-manager, is the assignment's.")
  private Path folder = Path.of("");

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    String name = String.valueOf(folder.getFileName());
    if (!name.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
      throw new UsageProblem("FOLDER: expected a name of words like memory-manager, got " + name);
    }
    if (Files.exists(folder)) {
      throw new UsageProblem(folder + ": is there already. Choose another name.");
    }
    for (String file : FILES) {
      write(file, template(file).replace("@NAME@", name));
    }
    for (String file : ALIKE) {
      write("solution/" + file, template("starter/" + file));
    }
    var out = spec.commandLine().getOut();
    out.println("Written to " + folder.toAbsolutePath() + ". Next:");
    out.println("  ./lab assignment check " + folder);
    out.println("  ./lab assignment test " + folder);
    out.println("  ./lab submit --local --assignment " + folder + " " + folder.resolve("starter"));
    out.flush();
    return ExitCode.PASSED;
  }

  private void write(String file, String text) throws IOException {
    Path target = folder.resolve(file);
    Files.createDirectories(Objects.requireNonNull(target.getParent()));
    Files.writeString(target, text);
  }

  private static String template(String file) throws IOException {
    try (InputStream in = NewCommand.class.getResourceAsStream(file)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
