// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

import java.util.Locale;
import java.util.regex.Pattern;

/// How addresses and register values are written everywhere: `0x`, then at least eight digits.
public final class Hexadecimal {
  private static final Pattern FORM = Pattern.compile("0[xX][0-9a-fA-F]{1,16}");

  private static final int LEAST_DIGITS = 8;

  private Hexadecimal() {}

  public static String format(long value) {
    String digits = Long.toHexString(value).toUpperCase(Locale.ROOT);
    return "0x" + "0".repeat(Math.max(0, LEAST_DIGITS - digits.length())) + digits;
  }

  /// @return all 64 bits; negative when the highest is 1
  static long parse(String what, String text) {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          what
              + ": expected hexadecimal like 0x0010C000, got \""
              + text.substring(0, Math.min(40, text.length()))
              + "\"");
    }
    return Long.parseUnsignedLong(text, 2, text.length(), 16);
  }
}
