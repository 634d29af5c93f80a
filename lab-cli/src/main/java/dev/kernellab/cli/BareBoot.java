// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// What everything here is measured against: an image booted by QEMU on the command line.
///
/// @param prompt what the kernel's console prints when it is up
/// @param more for QEMU's command line
/// @param patience how long the prompt is waited for
record BareBoot(Path kernel, String prompt, List<String> more, Duration patience) {
  BareBoot(Path kernel, String prompt, List<String> more) {
    this(kernel, prompt, more, Duration.ofSeconds(30));
  }

  /// From starting QEMU to the prompt's last character.
  ///
  /// @return milliseconds
  /// @throws UsageProblem when there is no prompt
  double time() throws IOException, InterruptedException {
    long start = System.nanoTime();
    var words =
        new ArrayList<String>(List.of("qemu-system-i386", "-nodefaults", "-display", "none"));
    words.addAll(List.of("-serial", "stdio", "-m", "128", "-kernel", kernel.toString()));
    words.addAll(more);
    Process qemu = new ProcessBuilder(words).redirectErrorStream(true).start();
    var givenUp = new AtomicBoolean();
    CompletableFuture<Void> watch =
        CompletableFuture.runAsync(
            () -> {
              givenUp.set(true);
              qemu.destroyForcibly();
            },
            CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS));
    try {
      StringBuilder console = new StringBuilder();
      while (console.indexOf(prompt) < 0) {
        int next = qemu.getInputStream().read();
        if (next < 0) {
          throw noPrompt(givenUp.get(), console);
        }
        console.append((char) next);
      }
      return Measurement.milliseconds(start);
    } finally {
      watch.cancel(false);
      qemu.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
    }
  }

  private UsageProblem noPrompt(boolean givenUp, CharSequence console) {
    return new UsageProblem(
        "%s: QEMU %s the prompt \"%s\" (--prompt says what to wait for); its console: %s"
            .formatted(
                kernel,
                givenUp
                    ? "was given up after " + patience.toSeconds() + " s without"
                    : "ended before",
                prompt,
                console.isEmpty() ? "empty" : Printable.of(console.toString())));
  }
}
