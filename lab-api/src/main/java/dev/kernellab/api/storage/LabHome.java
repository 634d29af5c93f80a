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
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/// The folder of everything the lab keeps. One lab at a time, unless they share a PostgreSQL: two
/// on one file would each take the other's runs for abandoned.
@Component
public class LabHome {
  private final Path root;
  private final boolean shared;
  private final FileChannel lock;

  LabHome(LabSettings settings, Environment environment) throws IOException {
    root = settings.home().toAbsolutePath().normalize();
    shared = ChosenDatabase.isPostgres(environment);
    Files.createDirectories(root);
    lock =
        FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!shared && tryLock() == null) {
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

  /// Other labs may be at work in this folder.
  boolean isShared() {
    return shared;
  }

  /// A folder inside, made if need be.
  public Path folder(String name) throws IOException {
    return Files.createDirectories(root.resolve(name));
  }

  /// A folder inside for files on their way in: what a killed lab left there is removed.
  public Path arrivals(String name) throws IOException {
    Path folder = folder(name);
    new Incoming(folder, shared);
    return folder;
  }

  Path file(String name) {
    return root.resolve(name);
  }

  @PreDestroy
  void release() throws IOException {
    lock.close();
  }
}
