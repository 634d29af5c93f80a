// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.run;

import dev.kernellab.api.storage.BlobStore;
import dev.kernellab.protocol.RunEvent;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/// The image that a run has built, kept like a submitted file.
final class BuiltImage {
  /// As runners boot them.
  private static final int LARGEST = 16 << 20;

  private BuiltImage() {}

  /// Under the hash that it has, whatever the runner says.
  static void store(RunEvent.MachineStarted event, BlobStore blobs) {
    if (event.built() == null) {
      return;
    }
    try {
      Path file = blobs.newTemporary();
      try {
        byte[] packed = Base64.getDecoder().decode(event.built());
        try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
          Files.write(file, in.readNBytes(LARGEST));
        }
        blobs.store(file);
      } catch (ZipException | EOFException | IllegalArgumentException e) {
        return; // none at all: the runner may have fallen
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
