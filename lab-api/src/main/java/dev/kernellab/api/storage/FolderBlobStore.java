// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.storage;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/// Blobs as files: `blobs/ab/abcdef…`. A name appears only after its content is on the disk.
@Component
class FolderBlobStore implements BlobStore {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private final Path root;
  private final Path incoming;

  FolderBlobStore(LabHome home) throws IOException {
    root = home.folder("blobs");
    incoming = home.folder("blobs/incoming");
    deleteLeftovers();
  }

  @Override
  public Path newTemporary() throws IOException {
    return Files.createTempFile(incoming, "kernel-", ".part");
  }

  @Override
  public String store(Path temporary) throws IOException {
    String sha256 = sha256(temporary);
    Path folder = folder(sha256);
    Path target = folder.resolve(sha256);
    if (Files.exists(target)) {
      return sha256;
    }
    Files.createDirectories(folder);
    sync(temporary, WRITE);
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    sync(folder, READ);
    sync(root, READ);
    return sha256;
  }

  @Override
  public Path path(String sha256) {
    return folder(sha256).resolve(sha256);
  }

  private Path folder(String sha256) {
    if (!SHA256.matcher(sha256).matches()) {
      throw new IllegalArgumentException("blob: not a SHA-256 in hexadecimal, " + sha256);
    }
    return root.resolve(sha256.substring(0, 2));
  }

  /// What was on its way in when the lab was last stopped never became a submission.
  private void deleteLeftovers() throws IOException {
    try (Stream<Path> leftovers = Files.list(incoming)) {
      for (Path leftover : leftovers.toList()) {
        Files.deleteIfExists(leftover);
      }
    }
  }

  private static void sync(Path path, OpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[64 * 1024];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
