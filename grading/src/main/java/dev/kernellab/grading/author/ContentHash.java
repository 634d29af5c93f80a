// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.author;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;

/// A name for what was written: the same for the same texts and files, on every lab.
final class ContentHash {
  private static final int DIGITS = 12;

  private ContentHash() {}

  static String of(List<String> texts, SortedMap<String, byte[]> files) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      texts.forEach(it -> add(sha256, it));
      files.forEach(
          (name, content) -> {
            add(sha256, name);
            add(sha256, Integer.toString(content.length));
            sha256.update(content);
          });
      return HexFormat.of().formatHex(sha256.digest()).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void add(MessageDigest sha256, String text) {
    sha256.update(text.getBytes(StandardCharsets.UTF_8));
    sha256.update((byte) 0);
  }
}
