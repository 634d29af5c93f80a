// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/// A folder for what can be had again, of one lab alone. Labs that share a home take numbered ones,
/// each the first that nobody holds; what a lab left that is gone is cleared away with it.
final class CacheFolder implements AutoCloseable {
  private static final int MOST = 1000;

  private final Path root;
  private final FileChannel lock;

  private CacheFolder(Path root, FileChannel lock) {
    this.root = root;
    this.lock = lock;
  }

  static CacheFolder takeIn(Path parent) throws IOException {
    for (int number = 0; number < MOST; number++) {
      Path root = Files.createDirectories(parent.resolve(Integer.toString(number)));
      FileChannel lock =
          FileChannel.open(
              root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isTaken(lock)) {
        lock.close();
      } else {
        return new CacheFolder(root, lock);
      }
    }
    throw new IOException(parent + ": all " + MOST + " folders in it are in use");
  }

  private static boolean isTaken(FileChannel lock) throws IOException {
    try {
      return lock.tryLock() == null;
    } catch (OverlappingFileLockException heldInThisProcess) {
      return true;
    }
  }

  /// A folder inside, empty.
  Path empty(String name) throws IOException {
    Path folder = Files.createDirectories(root.resolve(name));
    try (Stream<Path> leftovers = Files.list(folder)) {
      for (Path leftover : leftovers.toList()) {
        Files.deleteIfExists(leftover);
      }
    }
    return folder;
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
