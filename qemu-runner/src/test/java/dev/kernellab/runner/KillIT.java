// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.protocol.KernelKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The lab's process is killed by `kill -9`, which nothing in it can notice.
class KillIT {
  @TempDir Path folder;

  @Test
  void leavesNoQemuBehind() throws Exception {
    assertNothingSurvives(
        KernelKind.ELF, Kernels.elf(folder, "print 'x'\n1: jmp 1b\n"), "qemu-system");
  }

  @Test
  void leavesNoBuildBehind() throws Exception {
    Path sources = Kernels.tarGz(folder, Map.of("Makefile", "all:\n\techo x; sleep 1000\n"));

    assertNothingSurvives(KernelKind.SOURCES, sources, "make");
  }

  private static void assertNothingSurvives(KernelKind kind, Path kernel, String program)
      throws Exception {
    Process lab = startLab(kind, kernel);
    List<ProcessHandle> children = lab.descendants().toList();
    List<String> programs =
        children.stream().map(child -> child.info().command().orElse("")).toList();
    List<Path> folders = foldersOf(lab);

    lab.destroyForcibly().waitFor();

    assertThat(programs).anyMatch(each -> each.contains(program));
    assertThat(folders).hasSize(1);
    for (ProcessHandle child : children) {
      child.onExit().get(10, SECONDS);
    }
    new LabBench().close(); // whoever starts next tidies up
    assertThat(foldersOf(lab)).isEmpty();
  }

  private static Process startLab(KernelKind kind, Path kernel) throws IOException {
    Process lab =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                KilledRunner.class.getName(),
                kind.name(),
                kernel.toString())
            .redirectErrorStream(true)
            .start();
    var said =
        new BufferedReader(new InputStreamReader(lab.getInputStream(), StandardCharsets.UTF_8));
    String line = said.readLine();
    while (line != null && !line.equals("running")) {
      line = said.readLine();
    }
    assertThat(line).isEqualTo("running");
    return lab;
  }

  private static List<Path> foldersOf(Process lab) throws IOException {
    try (var folders = Files.list(RunnerSettings.DEFAULT.sandbox().folder())) {
      return folders
          .filter(path -> path.getFileName().toString().startsWith("kernel-lab-" + lab.pid() + "-"))
          .toList();
    }
  }
}
