// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import dev.kernellab.protocol.PhysicalAddress;

/// An entry of a page directory under 32-bit paging (Intel SDM vol. 3, 4.3, tables 4-4 and 4-5). It
/// refers to a page table, or maps 4 MiB by itself; which of the two also depends on CR4.PSE, so
/// [AddressSpace] decides.
///
/// @param raw the four bytes
public record PageDirectoryEntry(int raw) {

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

  /// Bit 6, D; means something for a 4 MiB page only.
  public boolean isDirty() {
    return bit(6);
  }

  /// Bit 7, PS; ignored by the processor while CR4.PSE is 0.
  public boolean isLargePage() {
    return bit(7);
  }

  /// Bit 8, G; means something for a 4 MiB page only.
  public boolean isGlobal() {
    return bit(8);
  }

  /// Bits 31:12, the page table's frame, when this refers to one.
  public int frame() {
    return raw >>> 12;
  }

  public PhysicalAddress tableAddress() {
    return PhysicalAddress.ofFrame(frame());
  }

  /// Where a 4 MiB page begins: bits 31:22 as they are, and bits 20:13 as address bits 39:32
  /// (PSE-36, table 4-4).
  public PhysicalAddress largePageAddress() {
    long low = Integer.toUnsignedLong(raw & 0xFFC0_0000);
    long high = (raw >>> 13) & 0xFF;
    return new PhysicalAddress(high << 32 | low);
  }

  /// Bit 21 must be 0 in an entry that maps 4 MiB; using it otherwise is a page fault (table 4-4).
  public boolean hasReservedBitOfLargePage() {
    return bit(21);
  }

  private boolean bit(int number) {
    return (raw >>> number & 1) != 0;
  }
}
