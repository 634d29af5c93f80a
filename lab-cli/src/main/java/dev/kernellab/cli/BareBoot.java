// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What everything here is measured against: an image booted by QEMU on the command line.
///
/// @param prompt what the kernel's console prints when it is up
/// @param more for QEMU's command line
record BareBoot(Path kernel, String prompt, List<String> more) {

  /// From starting QEMU to the prompt's last character.
  ///
  /// @return milliseconds
  double time() throws IOException, InterruptedException {
    long start = System.nanoTime();
    var words =
        new ArrayList<String>(List.of("qemu-system-i386", "-nodefaults", "-display", "none"));
    words.addAll(List.of("-serial", "stdio", "-m", "128", "-kernel", kernel.toString()));
    words.addAll(more);
    Process qemu = new ProcessBuilder(words).redirectErrorStream(true).start();
    try {
      StringBuilder console = new StringBuilder();
      while (console.indexOf(prompt) < 0) {
        int next = qemu.getInputStream().read();
        if (next < 0) {
          throw new UsageProblem("QEMU ended before the prompt \"" + prompt + "\": " + console);
        }
        console.append((char) next);
      }
      return Measurement.milliseconds(start);
    } finally {
      qemu.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
    }
  }
}
