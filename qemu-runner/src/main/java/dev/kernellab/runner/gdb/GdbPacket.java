// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.gdb;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// The frame around a message: `$`, the message, `#`, two digits of checksum (gdb manual, appendix
/// E.1).
final class GdbPacket {
  private GdbPacket() {}

  static byte[] wrap(String message) {
    return ("$" + message + "#" + checksum(message)).getBytes(StandardCharsets.ISO_8859_1);
  }

  /// The sum of the message's bytes modulo 256.
  static String checksum(String message) {
    int sum = 0;
    for (int i = 0; i < message.length(); i++) {
      sum += message.charAt(i);
    }
    return HexFormat.of().toHexDigits((byte) sum);
  }
}
