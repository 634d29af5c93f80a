// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The dashboard as a person sees it, in headless Chromium; the steps are in `tests/browser`.
class BrowserIT {
  private static final Path BROWSER = LabProcess.ROOT.resolve("tests/browser");

  @Test
  void aPersonSubmitsAKernelAndSeesItsMemory(@TempDir Path home) throws Exception {
    Path kernel = Files.write(home.resolve("kernel.tar.gz"), Kernels.reference());
    Path hostile = Files.write(home.resolve("hostile.tar.gz"), Kernels.of("prints-marks"));
    Path screenshots = Files.createDirectories(LabProcess.ROOT.resolve("tests/target/screenshots"));
    run(List.of("npm", "ci", "--no-audit", "--no-fund"));
    try (LabProcess lab = LabProcess.start(home)) {
      run(
          List.of(
              "node",
              "journey.js",
              lab.server().toString(),
              kernel.toString(),
              hostile.toString(),
              screenshots.toString()));
    }
  }

  private static void run(List<String> command) throws Exception {
    Process process =
        new ProcessBuilder(command).directory(BROWSER.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
  }
}
