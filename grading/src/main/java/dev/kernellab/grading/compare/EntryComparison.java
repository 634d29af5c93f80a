// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.compare;

import dev.kernellab.grading.compare.Difference.Kind;
import dev.kernellab.memory.AddressSpace;
import dev.kernellab.memory.PageDirectoryEntry;
import dev.kernellab.memory.PageTableEntry;
import dev.kernellab.protocol.Hex32;
import dev.kernellab.protocol.LinearAddress;
import java.util.List;

/// The entries of both page directories and of the tables below them, under 32-bit paging. Whether
/// an entry was used, or written through, is left out.
record EntryComparison(MomentComparison moment, AddressSpace first, AddressSpace second) {
  private static final int ACCESSED_AND_DIRTY = 0x60;

  /// Of entries in one table: a table that is somewhere else has a thousand of them.
  private static final int MOST_IN_A_TABLE = 8;

  void compare() {
    List<PageDirectoryEntry> ours = first.directoryEntries();
    List<PageDirectoryEntry> theirs = second.directoryEntries();
    int told = 0;
    for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
      int one = ours.get(i).raw();
      int other = theirs.get(i).raw();
      if (!same(one, other)) {
        if (told++ == MOST_IN_A_TABLE) {
          moment.differences().cutShort();
          return;
        }
        add("PDE " + i, one, other, (long) i << 22);
      } else if (!refersToDirectory(ours.get(i))) {
        table(i);
      }
    }
  }

  private boolean refersToDirectory(PageDirectoryEntry entry) {
    return first.directory().filter(entry.tableAddress()::equals).isPresent();
  }

  private void table(int index) {
    List<PageTableEntry> ours = first.tableEntries(index);
    List<PageTableEntry> theirs = second.tableEntries(index);
    int told = 0;
    for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
      int one = ours.get(i).raw();
      int other = theirs.get(i).raw();
      if (!same(one, other)) {
        if (told++ == MOST_IN_A_TABLE) {
          moment.differences().cutShort();
          return;
        }
        add("PTE " + i + " of PDE " + index, one, other, (long) index << 22 | (long) i << 12);
      }
    }
  }

  /// What is not present says nothing, whatever its other bits are.
  private static boolean same(int one, int other) {
    return (one & 1) == 0 && (other & 1) == 0 || ((one ^ other) & ~ACCESSED_AND_DIRTY) == 0;
  }

  private void add(String entry, int one, int other, long linear) {
    var address = new LinearAddress(linear);
    moment.add(
        Kind.ENTRY,
        "%s (for %s) is %s in the first run and %s"
            .formatted(entry, address.toJson(), words(one), words(other)),
        null,
        address);
  }

  private static String words(int raw) {
    return new Hex32(raw) + ((raw & 1) == 0 ? ", not present," : "");
  }
}
