// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import java.nio.charset.StandardCharsets;

/// Looks for a text in what comes piece by piece; in how many pieces is the host's doing.
final class AwaitedText {
  private final String text;

  /// The end of what came, too short to hold the text.
  private String end = "";

  private boolean there;

  AwaitedText(String text) {
    this.text = text;
  }

  void look(byte[] bytes, int count) {
    if (there) {
      return;
    }
    String seen = end + new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
    there = seen.contains(text);
    end = seen.substring(Math.max(0, seen.length() - text.length() + 1));
  }

  boolean isThere() {
    return there;
  }
}
