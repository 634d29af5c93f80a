// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// SHA-256 as the name of content.
final class ContentHash {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private ContentHash() {}

  static String of(Path file) throws IOException {
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

  /// Where content is kept, in a folder and in a bucket alike: `ab/abcdef…`.
  static String key(String sha256) {
    if (!SHA256.matcher(sha256).matches()) {
      throw new IllegalArgumentException("blob: not a SHA-256 in hexadecimal, " + sha256);
    }
    return sha256.substring(0, 2) + "/" + sha256;
  }

  /// @param where for whoever has to mend it
  static void verify(String sha256, Path file, String where) throws IOException {
    String found = of(file);
    if (!found.equals(sha256)) {
      throw new IOException(
          "blob " + sha256 + ": " + where + " has other content, " + found + ". Restore it.");
    }
  }
}
