// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.sandbox;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// The host's side of one job: what we give a box and what we let it write. Only we create, rename
/// and remove in it; gone when closed.
public final class JobFolder implements AutoCloseable {
  private final Path path;
  private final int slot;
  private final BoxUser user;

  JobFolder(Path path, int slot, BoxUser user) {
    this.path = path;
    this.slot = slot;
    this.user = user;
  }

  public Path path() {
    return path;
  }

  public int slot() {
    return slot;
  }

  /// Writes a file that the box may read.
  public Path give(String name, byte[] content) throws IOException {
    Path file = Files.write(path.resolve(name), content);
    user.share(file, slot, "r--");
    return file;
  }

  /// Makes an empty file, or takes a socket, that the box may write.
  public Path lend(String name) throws IOException {
    Path file = path.resolve(name);
    if (!Files.exists(file)) {
      Files.createFile(file);
    }
    user.share(file, slot, "rw-");
    return file;
  }

  /// An empty directory to mount something on.
  Path mountPoint() throws IOException {
    Path folder = Files.createDirectories(path.resolve("scratch"));
    user.share(folder, slot, "r-x");
    return folder;
  }

  @Override
  public void close() throws IOException {
    remove(path);
  }

  /// Removes a tree without following any link in it.
  static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
