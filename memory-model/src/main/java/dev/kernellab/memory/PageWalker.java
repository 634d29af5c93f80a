// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import java.util.Map;

/// Goes through every mapping of an address space in the order of linear addresses. A million of
/// them take milliseconds: nothing is allocated on the way.
///
/// @param largePages CR4.PSE
/// @param directory 1,024 raw entries, or none when the directory could not be read
/// @param tables the raw entries of every page table that could be read, by frame
record PageWalker(boolean largePages, int[] directory, Map<Integer, int[]> tables) {
  private static final int NO_TABLE = -1;

  /// Is told of each mapped page.
  @FunctionalInterface
  interface Visitor {
    /// @param large 4 MiB, not 4 KiB
    /// @return whether to go on
    boolean page(long linear, long physical, boolean writable, boolean user, boolean large);
  }

  void walk(Visitor visitor) {
    for (int index = 0; index < directory.length; index++) {
      var entry = new PageDirectoryEntry(directory[index]);
      boolean goOn =
          mapsLargePage(entry)
              ? visitLargePage(index, entry, visitor)
              : visitTable(index, entry, visitor);
      if (!goOn) {
        return;
      }
    }
  }

  /// Whether the entry is present and taken by the processor for a 4 MiB page.
  boolean mapsLargePage(PageDirectoryEntry entry) {
    return entry.isPresent() && largePages && entry.isLargePage();
  }

  /// Whether the entry is present and taken by the processor for a page table.
  boolean refersToTable(PageDirectoryEntry entry) {
    return entry.isPresent() && !(largePages && entry.isLargePage());
  }

  private boolean visitLargePage(int index, PageDirectoryEntry entry, Visitor visitor) {
    return entry.hasReservedBitOfLargePage()
        || visitor.page(
            (long) index << 22,
            entry.largePageAddress().value(),
            entry.isWritable(),
            entry.isUserAccessible(),
            true);
  }

  private boolean visitTable(int index, PageDirectoryEntry directoryEntry, Visitor visitor) {
    int[] table = tables.get(refersToTable(directoryEntry) ? directoryEntry.frame() : NO_TABLE);
    if (table == null) {
      return true;
    }
    for (int page = 0; page < table.length; page++) {
      var entry = new PageTableEntry(table[page]);
      if (entry.isPresent()
          && !visitor.page(
              (long) index << 22 | (long) page << 12,
              (long) entry.frame() << 12,
              directoryEntry.isWritable() && entry.isWritable(),
              directoryEntry.isUserAccessible() && entry.isUserAccessible(),
              false)) {
        return false;
      }
    }
    return true;
  }
}
