// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// A 32-bit value that is read in hexadecimal: a register, a raw table entry.
///
/// @param value the bits
public record Hex32(int value) {
  @JsonCreator
  public static Hex32 parse(String text) {
    long value = Hexadecimal.parse("32-bit value", text);
    if (value >>> 32 != 0) {
      throw new IllegalArgumentException("32-bit value: does not fit, " + text);
    }
    return new Hex32((int) value);
  }

  public long unsigned() {
    return Integer.toUnsignedLong(value);
  }

  @JsonValue
  public String toJson() {
    return Hexadecimal.format(unsigned());
  }

  @Override
  public String toString() {
    return toJson();
  }
}
