// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The reference kernel from a terminal, on two machines. Its `main.c` is spoiled, and the
/// assignment puts a sound one over it: both runs earn everything, or that was not done.
class SeveralMachinesIT {
  private static final Path OURS = LabProcess.ROOT.resolve("assignments/memory-manager");
  private static final Path KERNEL = LabProcess.ROOT.resolve("kernel");

  @Test
  void aSubmissionIsBuiltWithGivenFilesAndGradedOverAllMachines(@TempDir Path home)
      throws Exception {
    Path kernel = home.resolve("spoiled");
    run("cp", "-R", KERNEL.toString(), kernel.toString());
    Files.writeString(kernel.resolve("main.c"), "#error This is not to be built.\n");
    Path assignments = withTwoMachines(home);
    assertThat(
            submit(
                "--local",
                "--assignment",
                assignments.resolve("memory-manager").toString(),
                kernel.toString()))
        .as("without a lab")
        .contains("score 100 of 100");
    try (var lab = LabProcess.start(home, Map.of("LAB_ASSIGNMENTS", assignments.toString()))) {
      String output = submit("--server", lab.server().toString(), kernel.toString());

      assertThat(output.split("score 100 of 100", -1)).as(output).hasSize(1 + 2 + 1);
      assertThat(output.substring(output.indexOf("On all machines:"))).contains("score 100 of 100");
    }
  }

  private static String submit(String... arguments) throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                LabProcess.ROOT.resolve("lab-cli/target/lab-cli.jar")
                    + ":"
                    + LabProcess.ROOT.resolve("lab-cli/target/lib")
                    + "/*",
                "dev.kernellab.cli.LabCommand",
                "submit"));
    command.addAll(List.of(arguments));
    return run(command.toArray(String[]::new));
  }

  private static Path withTwoMachines(Path home) throws Exception {
    Path assignments = home.resolve("assignments");
    Path copy = assignments.resolve("memory-manager");
    Files.createDirectories(copy.resolve("given"));
    Files.copy(OURS.resolve("profile.yml"), copy.resolve("profile.yml"));
    Files.copy(KERNEL.resolve("main.c"), copy.resolve("given/main.c"));
    String text = Files.readString(OURS.resolve("assignment.yml"));
    Files.writeString(
        copy.resolve("assignment.yml"),
        text.replace(
                "machine:\n  type: pc\n  ramMiB: 128\n",
                "machines: [{ type: pc, ramMiB: 128 }, { type: pc, ramMiB: 48 }]\n")
            .replace("handout:\n", "handout:\n  overwrite: given\n"));
    return assignments;
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
