// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.report;

/// What a student can have written, made fit to be shown: one line, and no character that a reader
/// cannot see or that XML 1.0 does not allow (section 2.2).
public final class PlainText {
  private static final int REPLACEMENT = 0xFFFD;

  private PlainText() {}

  public static String line(String text) {
    return text.codePoints()
        .map(PlainText::plain)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static int plain(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL -> isBlank(codePoint) ? ' ' : REPLACEMENT;
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SPACE_SEPARATOR ->
          ' ';
      case Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED ->
          REPLACEMENT;
      default -> codePoint;
    };
  }

  private static boolean isBlank(int codePoint) {
    return codePoint == '\t' || codePoint == '\n' || codePoint == '\r';
  }
}
