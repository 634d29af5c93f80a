// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Files on their way in. What is left here when the lab starts never became a submission.
final class Incoming {
  private final Path folder;

  Incoming(Path folder) throws IOException {
    this.folder = folder;
    try (Stream<Path> leftovers = Files.list(folder)) {
      for (Path leftover : leftovers.toList()) {
        Files.deleteIfExists(leftover);
      }
    }
  }

  Path newFile() throws IOException {
    return Files.createTempFile(folder, "kernel-", ".part");
  }
}
