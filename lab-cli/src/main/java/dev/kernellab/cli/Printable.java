// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

/// Text from a kernel, a compiler or a student may hold bytes that command a terminal; none get
/// there.
public final class Printable {
  private Printable() {}

  /// Keeps line ends and tabs, shows every other control character as `·`.
  public static String of(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(printable, c));
    return printable.toString();
  }

  private static void append(StringBuilder printable, int c) {
    if (c == '\n' || c == '\t' || !mayCommand(c)) {
      printable.appendCodePoint(c);
    } else if (c != '\r') {
      printable.append('·');
    }
  }

  private static boolean mayCommand(int c) {
    return Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT
        || Character.getType(c) == Character.SURROGATE;
  }
}
