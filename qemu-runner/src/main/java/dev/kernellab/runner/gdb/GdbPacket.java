// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.gdb;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// The frame around a message: `$`, the message, `#`, two digits of checksum (gdb manual, appendix
/// E.1).
final class GdbPacket {
  private GdbPacket() {}

  static byte[] wrap(String message) {
    int sum = checksum(message.getBytes(StandardCharsets.ISO_8859_1));
    String frame = "$" + message + "#" + HexFormat.of().toHexDigits((byte) sum);
    return frame.getBytes(StandardCharsets.ISO_8859_1);
  }

  /// The sum of the message's bytes modulo 256.
  static int checksum(byte[] message) {
    int sum = 0;
    for (byte next : message) {
      sum += next;
    }
    return sum & 0xFF;
  }
}
