// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.storage;

import dev.kernellab.api.settings.LabSettings;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The folder of everything the lab keeps. One lab at a time: two would each take the other's runs
/// for abandoned.
@Component
public class LabHome {
  private final Path root;
  private final FileChannel lock;

  LabHome(LabSettings settings) throws IOException {
    root = settings.home().toAbsolutePath().normalize();
    Files.createDirectories(root);
    lock =
        FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (tryLock() == null) {
      lock.close();
      throw new IllegalStateException(
          "lab.home: another lab uses "
              + root
              + ". Stop it, or give this one a folder of its own with LAB_HOME.");
    }
  }

  private @Nullable FileLock tryLock() throws IOException {
    try {
      return lock.tryLock();
    } catch (OverlappingFileLockException heldInThisProcess) {
      return null;
    }
  }

  /// A folder inside, made if need be.
  public Path folder(String name) throws IOException {
    return Files.createDirectories(root.resolve(name));
  }

  Path file(String name) {
    return root.resolve(name);
  }

  @PreDestroy
  void release() throws IOException {
    lock.close();
  }
}
