// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/// Files on their way in. What is left here when the lab starts never became a submission, unless
/// another lab shares the folder: then only what is too old to be still on its way.
final class Incoming {
  private static final Duration LONGEST_UPLOAD = Duration.ofHours(1);

  private final Path folder;

  Incoming(Path folder, boolean shared) throws IOException {
    this.folder = folder;
    Instant before = Instant.now().minus(shared ? LONGEST_UPLOAD : Duration.ZERO);
    try (Stream<Path> leftovers = Files.list(folder)) {
      for (Path leftover : leftovers.toList()) {
        if (!shared || lastChange(leftover).isBefore(before)) {
          Files.deleteIfExists(leftover);
        }
      }
    }
  }

  Path newFile() throws IOException {
    return Files.createTempFile(folder, "kernel-", ".part");
  }

  private static Instant lastChange(Path file) throws IOException {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (NoSuchFileException e) {
      return Instant.MAX; // another lab has just finished with it
    }
  }
}
