// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The quick form of `./lab assignment test`: the checks find what they are there to find, with the
/// packaged program, in the sandbox that a class gets. The whole of it takes minutes.
class AssignmentSuiteIT {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  @Test
  void everyKernelOfTheQuickSuiteGetsWhatItDeserves() throws Exception {
    Process suite =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                ROOT.resolve("lab-cli/target/lab-cli.jar")
                    + ":"
                    + ROOT.resolve("lab-cli/target/lib")
                    + "/*",
                "dev.kernellab.cli.LabCommand",
                "assignment",
                "test",
                "--quick",
                ROOT.resolve("assignments/memory-manager").toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(suite.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(suite.waitFor()).as(output).isZero();
    assertThat(output).contains("mutation score: 6 of 6 caught, 6 by exactly the checks");
  }
}
