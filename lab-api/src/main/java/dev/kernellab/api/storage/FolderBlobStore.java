// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.storage;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Blobs as files: `blobs/ab/abcdef…`. A name appears only after its content is on the disk.
final class FolderBlobStore implements BlobStore {
  private final Path root;
  private final Incoming incoming;

  FolderBlobStore(LabHome home) throws IOException {
    root = home.folder("blobs");
    incoming = new Incoming(home.folder("blobs/incoming"), home.isShared());
  }

  @Override
  public Path newTemporary() throws IOException {
    return incoming.newFile();
  }

  @Override
  public String store(Path temporary) throws IOException {
    String sha256 = ContentHash.of(temporary);
    Path target = path(sha256);
    if (Files.exists(target)) {
      return sha256;
    }
    Path folder = Files.createDirectories(root.resolve(sha256.substring(0, 2)));
    sync(temporary, WRITE);
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    sync(folder, READ);
    sync(root, READ);
    return sha256;
  }

  @Override
  public Blob open(String sha256) throws IOException {
    Path path = path(sha256);
    ContentHash.verify(sha256, path, path.toString());
    return new Blob(path, () -> {});
  }

  private Path path(String sha256) {
    return root.resolve(ContentHash.key(sha256));
  }

  private static void sync(Path path, OpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }
}
