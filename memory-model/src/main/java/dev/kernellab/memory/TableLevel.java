// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import dev.kernellab.memory.Translation.Level;

/// One level of translation: what its tables look like and what the bits of their entries mean.
/// Entries are handled as raw numbers, since a hostile kernel has millions of them.
///
/// @param level whose entries these are
/// @param shift the lowest bit of a linear address that chooses the entry
/// @param entries in one table
/// @param grantsRights bits 1 and 2 are R/W and U/S
/// @param mayMapPages bit 7 makes an entry map a page by itself
/// @param reserved bits that must be 0 in an entry that refers to a table, or at the last level
/// @param reservedOfPage bits that must be 0 in an entry that maps a page by bit 7
record TableLevel(
    Level level,
    int shift,
    int entries,
    int entryBytes,
    boolean grantsRights,
    boolean mayMapPages,
    long reserved,
    long reservedOfPage) {
  static final long PRESENT = 1;
  private static final long WRITABLE = 1 << 1;
  private static final long USER = 1 << 2;
  private static final long PAGE_SIZE = 1 << 7;
  private static final long ADDRESS = 0x000F_FFFF_FFFF_F000L;

  int indexOf(long linear) {
    return (int) (linear >>> shift) & (entries - 1);
  }

  boolean isLast() {
    return level == Level.PTE;
  }

  /// Bytes that one entry translates.
  long reach() {
    return 1L << shift;
  }

  /// Whether a present entry ends the walk: at the last level, or by bit 7.
  boolean mapsPage(long entry) {
    return isLast() || mapsLargePage(entry);
  }

  boolean mapsLargePage(long entry) {
    return mayMapPages && (entry & PAGE_SIZE) != 0;
  }

  boolean refersToTable(long entry) {
    return (entry & PRESENT) != 0 && !mapsPage(entry) && violated(entry) == 0;
  }

  /// The reserved bits that are set: using such an entry is a page fault (Intel SDM vol. 3, 4.7).
  long violated(long entry) {
    return entry & (mapsLargePage(entry) ? reservedOfPage : reserved);
  }

  boolean grantsWriting(long entry) {
    return !grantsRights || (entry & WRITABLE) != 0;
  }

  boolean grantsUser(long entry) {
    return !grantsRights || (entry & USER) != 0;
  }

  /// The table's address, or the page's.
  long address(long entry) {
    if (!mapsLargePage(entry)) {
      return entry & ADDRESS;
    }
    return entryBytes == 4
        ? new PageDirectoryEntry((int) entry).largePageAddress().value()
        : entry & ADDRESS & -reach();
  }
}
