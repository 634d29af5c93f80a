// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.boot;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// Reads what a process prints, so that it never has to wait for a reader, and keeps the beginning.
final class LastWords {
  private static final int KEPT = 2_000;

  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private final Thread reader;

  LastWords(InputStream printed) {
    reader = Thread.ofVirtual().start(() -> read(printed));
  }

  /// What was printed, once the process is dead.
  String afterDeath() {
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return kept.toString(StandardCharsets.UTF_8).strip();
  }

  private void read(InputStream printed) {
    byte[] chunk = new byte[4_096];
    try (printed) {
      for (int read = printed.read(chunk); read >= 0; read = printed.read(chunk)) {
        kept.write(chunk, 0, Math.min(read, KEPT - Math.min(KEPT, kept.size())));
      }
    } catch (IOException e) {
      return; // it is gone
    }
  }
}
