// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import dev.kernellab.protocol.PhysicalAddress;

/// An entry of a page table under 32-bit paging: maps 4 KiB (Intel SDM vol. 3, 4.3, table 4-6).
///
/// @param raw the four bytes
public record PageTableEntry(int raw) {

  /// Bit 0, P.
  public boolean isPresent() {
    return bit(0);
  }

  /// Bit 1, R/W.
  public boolean isWritable() {
    return bit(1);
  }

  /// Bit 2, U/S.
  public boolean isUserAccessible() {
    return bit(2);
  }

  /// Bit 5, A.
  public boolean isAccessed() {
    return bit(5);
  }

  /// Bit 6, D.
  public boolean isDirty() {
    return bit(6);
  }

  /// Bit 8, G.
  public boolean isGlobal() {
    return bit(8);
  }

  /// Bits 31:12, the frame mapped.
  public int frame() {
    return raw >>> 12;
  }

  public PhysicalAddress pageAddress() {
    return PhysicalAddress.ofFrame(frame());
  }

  private boolean bit(int number) {
    return (raw >>> number & 1) != 0;
  }
}
