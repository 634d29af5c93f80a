// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.storage;

import java.io.IOException;
import java.nio.file.Path;

/// Files kept under the hash of their content: written once, never changed.
public interface BlobStore {

  /// An empty file for content on its way in, on the same file system as the store. Whoever asks
  /// for it deletes it, stored or not.
  Path newTemporary() throws IOException;

  /// Takes the file into the store; on return it survives a power cut.
  ///
  /// @return SHA-256 of the content, 64 lower-case hexadecimal digits
  String store(Path temporary) throws IOException;

  /// The stored content, to be read until it is closed.
  ///
  /// @throws java.nio.file.NoSuchFileException when it is not there
  /// @throws IOException when it cannot be had, or is not what was stored
  Blob open(String sha256) throws IOException;

  /// @param path a file with the content, there until [#close]; not to be changed
  /// @param closing called once the file is no longer needed
  record Blob(Path path, Runnable closing) implements AutoCloseable {
    @Override
    public void close() {
      closing.run();
    }
  }
}
