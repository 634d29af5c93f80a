// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// A value of up to 64 bits that is read in hexadecimal: a raw table entry of any paging mode.
///
/// @param value the bits
public record Hex64(long value) {
  @JsonCreator
  public static Hex64 parse(String text) {
    return new Hex64(Hexadecimal.parse("64-bit value", text));
  }

  @JsonValue
  public String toJson() {
    return Hexadecimal.format(value);
  }

  @Override
  public String toString() {
    return toJson();
  }
}
