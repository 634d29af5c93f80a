// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.gdb;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// What the monitor printed, in hexadecimal as the stub hands it over (gdb manual, appendix E.4,
/// `qRcmd`): much of it is what it was at the stop before, and then need not be read.
public final class MonitorText {
  private final byte[] digits;

  MonitorText(byte[] digits) {
    this.digits = digits;
  }

  /// @throws GdbException when these are no digits
  public String read() throws GdbException {
    String hexadecimal = new String(digits, StandardCharsets.ISO_8859_1);
    try {
      return new String(HexFormat.of().parseHex(hexadecimal), StandardCharsets.ISO_8859_1);
    } catch (IllegalArgumentException e) {
      throw new GdbException("monitor: expected text in hexadecimal digits", e);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MonitorText text && Arrays.equals(digits, text.digits);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(digits);
  }
}
