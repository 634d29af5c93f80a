// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// A linear address: what the processor translates through the page tables (Intel SDM vol. 3, 3.1).
/// Never interchangeable with a [PhysicalAddress].
///
/// @param value 0 to 2^32 - 1, and what 64-bit processors have besides: canonical addresses, whose
///   bits 63:48 repeat bit 47 (Intel SDM vol. 1, 3.3.7.1), negative ones among them
public record LinearAddress(long value) implements Comparable<LinearAddress> {
  public LinearAddress {
    if (!isCanonical(value)) {
      throw new IllegalArgumentException(
          "linear address: not canonical, 0x" + Long.toHexString(value));
    }
  }

  /// Whether there is such an address.
  public static boolean isCanonical(long value) {
    return value >> 47 == 0 || value >> 47 == -1;
  }

  /// Reads `0x…`; anything else is refused.
  @JsonCreator
  public static LinearAddress parse(String text) {
    return new LinearAddress(Hexadecimal.parse("linear address", text));
  }

  /// Below 4 GiB: all there is but in 64-bit modes.
  public boolean fits32Bits() {
    return value >>> 32 == 0;
  }

  /// Under 32-bit paging: bits 31:22, which entry of the page directory translates this address.
  public int directoryIndex() {
    return (int) (value >>> 22) & 0x3FF;
  }

  /// Under 32-bit paging: bits 21:12, which entry of the page table.
  public int tableIndex() {
    return (int) (value >>> 12) & 0x3FF;
  }

  /// Bits 11:0.
  public int pageOffset() {
    return (int) value & 0xFFF;
  }

  /// As in JSON: `0xF0100000`.
  @JsonValue
  public String toJson() {
    return Hexadecimal.format(value);
  }

  @Override
  public int compareTo(LinearAddress other) {
    return Long.compareUnsigned(value, other.value);
  }

  /// `L0xF0100000`, so that a log never leaves in doubt which kind of address it shows.
  @Override
  public String toString() {
    return "L" + toJson();
  }
}
