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

/// What an assignment says of machines, from a terminal: the reference kernel on two. Its `main.c`
/// is spoiled, and the assignment puts a sound one over it: both runs earn everything, or that was
/// not done. And kernels that come by their checkpoints only if booted as their assignment says.
class SeveralMachinesIT {
  private static final Path OURS = LabProcess.ROOT.resolve("assignments/memory-manager");
  private static final Path BOOT = LabProcess.ROOT.resolve("tests/kernels/boot");
  private static final Path KERNEL = LabProcess.ROOT.resolve("kernel");

  @Test
  void aSubmissionIsBuiltBootedAndGradedAsItsAssignmentSays(@TempDir Path home) throws Exception {
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
    Path grubOnly = bootedByItsProfile(assignments);
    Path withModule = bootedWithModule(assignments);
    try (var lab = LabProcess.start(home, Map.of("LAB_ASSIGNMENTS", assignments.toString()))) {
      String server = lab.server().toString();
      String output = submit("--server", server, kernel.toString());

      assertThat(output.split("score 100 of 100", -1)).as(output).hasSize(1 + 2 + 1);
      assertThat(output.substring(output.indexOf("On all machines:"))).contains("score 100 of 100");
      assertThat(submit("--server", server, "--assignment", "by-profile", grubOnly.toString()))
          .contains("score 1 of 1");
      assertThat(submit("--server", server, "--assignment", "by-machine", withModule.toString()))
          .contains("score 1 of 1");
    }
  }

  /// Only GRUB loads that kernel, and only the profile says GRUB.
  private static Path bootedByItsProfile(Path assignments) throws Exception {
    write(assignments.resolve("by-profile"), "machine: { type: pc, ramMiB: 32 }", "boot: grub", "");
    Path built = assignments.resolveSibling("built");
    Path kernel = built.resolve("multiboot2.elf");
    run("make", "-s", "-C", BOOT.toString(), "OUT=" + built, kernel.toString());
    return kernel;
  }

  /// The kernel prints what it was booted with; the build leaves the module.
  private static Path bootedWithModule(Path assignments) throws Exception {
    write(
        assignments.resolve("by-machine"),
        """
        machine:
          type: pc
          ramMiB: 32
          boot: { way: grub, commandLine: "root=1", modules: [{ name: m, arguments: one, path: out/m }] }
        """,
        "",
        """
          - id: told
            title: Command line and module
            points: 0
            expect: { type: console, matches: "^root=1[|]/modules/m one[|]content" }
        """);
    Path sources = Files.createDirectories(assignments.resolveSibling("sources"));
    for (String file : List.of("module.S", "common.inc", "kernel.ld")) {
      Files.copy(BOOT.resolve(file), sources.resolve(file));
    }
    Files.writeString(
        sources.resolve("Makefile"),
        """
        all:
        	mkdir -p out && printf content >out/m
        	gcc -m32 -c module.S -o module.o && ld -m elf_i386 -T kernel.ld -o kernel.elf module.o
        """);
    return sources;
  }

  private static void write(Path folder, String machine, String boot, String checks)
      throws Exception {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("profile.yml"),
        """
        name: mine
        title: Mine
        %s
        allocator: { kind: none }
        checkpoints: [{ symbol: checkpoint_b, title: B, promise: It came here. }]
        regions: []
        physicalRegions: []
        """
            .formatted(boot));
    Files.writeString(
        folder.resolve("assignment.yml"),
        """
        slug: %s
        title: Booted as the assignment says
        %s
        budgets: { instructions: 5000000000, serialBytes: 10000, snapshots: 20, buildSeconds: 60, wallSeconds: 60 }
        lastCheckpoint: checkpoint_b
        checks:
          - id: booted
            title: The kernel came by its checkpoint
            points: 1
            at: checkpoint_b
            expect: { type: within, instructions: 5000000000 }
        %s"""
            .formatted(folder.getFileName(), machine, checks));
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
