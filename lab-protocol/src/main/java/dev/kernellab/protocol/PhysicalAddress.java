// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// A physical address: what the processor puts on the bus, after translation. Never interchangeable
/// with a [LinearAddress].
///
/// @param value bytes from the start of physical memory, 0 to 2^52 - 1 (Intel SDM vol. 3, 4.1.4)
public record PhysicalAddress(long value) implements Comparable<PhysicalAddress> {
  /// Bytes in a frame: the unit of allocation and of translation.
  public static final int FRAME_SIZE = 4096;

  public PhysicalAddress {
    if (value < 0 || value >= 1L << 52) {
      throw new IllegalArgumentException(
          "physical address: out of range, 0x" + Long.toHexString(value));
    }
  }

  /// The first address of frame number `frame`.
  public static PhysicalAddress ofFrame(long frame) {
    return new PhysicalAddress(Math.multiplyExact(frame, FRAME_SIZE));
  }

  /// Reads `0x…`; anything else is refused.
  @JsonCreator
  public static PhysicalAddress parse(String text) {
    return new PhysicalAddress(Hexadecimal.parse("physical address", text));
  }

  public long frame() {
    return value / FRAME_SIZE;
  }

  public PhysicalAddress plus(long bytes) {
    return new PhysicalAddress(Math.addExact(value, bytes));
  }

  /// As in JSON: `0x0010C000`.
  @JsonValue
  public String toJson() {
    return Hexadecimal.format(value);
  }

  @Override
  public int compareTo(PhysicalAddress other) {
    return Long.compare(value, other.value);
  }

  /// `P0x0010C000`, so that a log never leaves in doubt which kind of address it shows.
  @Override
  public String toString() {
    return "P" + toJson();
  }
}
