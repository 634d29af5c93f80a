// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Goes through every mapping of an address space in the order of linear addresses. A million of
/// them take milliseconds: nothing is allocated on the way. Used once.
///
/// Four levels that all refer to one table make 2^36 pages out of 4 KiB, so a walk looks at a
/// bounded number of entries; 32 bits of linear addresses never need as many.
final class PageWalker {
  private static final int MOST_ENTRIES = 1 << 24;
  private static final long SIGN_BIT = 1L << 47;

  private final PagingTables tables;
  private final List<TableLevel> levels;

  /// Whether anything is mapped below a table, by its depth and frame.
  private final Map<Long, Boolean> mapsSomething = new HashMap<>();

  private int entriesLeft = MOST_ENTRIES;
  private boolean truncated;

  PageWalker(PagingTables tables) {
    this.tables = tables;
    this.levels = tables.format().levels();
  }

  /// Is told of each mapped page.
  @FunctionalInterface
  interface Visitor {
    /// @param length bytes mapped, 4 KiB or more
    /// @return whether to go on
    boolean page(long linear, long physical, long length, boolean writable, boolean user);
  }

  /// @return whether all there is has been looked at, or as much as the visitor wanted
  boolean walk(Visitor visitor) {
    tables.root().ifPresent(root -> walk(0, root, 0, true, true, visitor));
    return !truncated && !tables.isTruncated();
  }

  private boolean walk(
      int depth, long[] table, long base, boolean writable, boolean user, Visitor visitor) {
    entriesLeft -= table.length;
    if (entriesLeft < 0) {
      truncated = true;
      return false;
    }
    TableLevel level = levels.get(depth);
    for (int index = 0; index < table.length; index++) {
      long entry = table[index];
      if ((entry & TableLevel.PRESENT) == 0 || level.violated(entry) != 0) {
        continue;
      }
      long linear = base + ((long) index << level.shift());
      if ((linear & SIGN_BIT) != 0) {
        linear |= -SIGN_BIT; // canonical: bit 47 fills the bits above
      }
      boolean mayWrite = writable && level.grantsWriting(entry);
      boolean mayUse = user && level.grantsUser(entry);
      long address = level.address(entry);
      boolean goOn =
          level.mapsPage(entry)
              ? visitor.page(linear, address, level.reach(), mayWrite, mayUse)
              : descend(depth + 1, address >>> 12, linear, mayWrite, mayUse, visitor);
      if (!goOn) {
        return false;
      }
    }
    return true;
  }

  private boolean descend(
      int depth, long frame, long linear, boolean writable, boolean user, Visitor visitor) {
    long[] table = tables.at(frame);
    return table == null
        || !mapsSomething(depth, frame, table)
        || walk(depth, table, linear, writable, user, visitor);
  }

  private boolean mapsSomething(int depth, long frame, long[] table) {
    long key = (long) depth << 56 | frame;
    Boolean known = mapsSomething.get(key);
    if (known == null) {
      known = looksMapped(depth, table);
      mapsSomething.put(key, known);
    }
    return known;
  }

  private boolean looksMapped(int depth, long[] table) {
    TableLevel level = levels.get(depth);
    for (long entry : table) {
      if ((entry & TableLevel.PRESENT) != 0 && level.violated(entry) == 0) {
        if (level.mapsPage(entry)) {
          return true;
        }
        long frame = level.address(entry) >>> 12;
        long[] below = tables.at(frame);
        if (below != null && mapsSomething(depth + 1, frame, below)) {
          return true;
        }
      }
    }
    return false;
  }
}
