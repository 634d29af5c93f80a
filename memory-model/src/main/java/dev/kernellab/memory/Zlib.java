// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// Numbers, compressed (RFC 1950).
final class Zlib {
  private Zlib() {}

  static byte[] deflate(byte[] plain) {
    var deflater = new Deflater();
    try {
      deflater.setInput(plain);
      deflater.finish();
      byte[] deflated = new byte[plain.length + plain.length / 1000 + 64]; // more than zlib needs
      return Arrays.copyOf(deflated, deflater.deflate(deflated));
    } finally {
      deflater.end();
    }
  }

  static byte[] inflate(byte[] deflated, int length) {
    var inflater = new Inflater();
    try {
      inflater.setInput(deflated);
      byte[] plain = new byte[length];
      int done = 0;
      for (int more = 1; more > 0 && done < length; done += more) {
        more = inflater.inflate(plain, done, length - done);
      }
      if (done < length) {
        throw new MalformedCaptureException("numbers: expected " + length + " bytes, got " + done);
      }
      return plain;
    } catch (DataFormatException e) {
      throw new MalformedCaptureException("numbers: not zlib data, " + e.getMessage(), e);
    } finally {
      inflater.end();
    }
  }
}
