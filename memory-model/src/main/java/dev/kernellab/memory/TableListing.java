// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import dev.kernellab.memory.Translation.Level;
import dev.kernellab.memory.Translation.Step;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.PhysicalAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One table of any mode: the entries that are not zero.
///
/// @param size entries that such a table has
/// @param reach bytes that one entry translates
public record TableListing(
    Level level, PhysicalAddress table, int size, long reach, List<Entry> entries) {

  /// @param linear the first address that the entry translates
  public record Entry(LinearAddress linear, Step step) {}

  static Optional<TableListing> at(PagingTables tables, List<Integer> path) {
    List<TableLevel> levels = tables.format().levels();
    long[] table = tables.root().orElse(null);
    long address = tables.format().root();
    long linear = 0;
    if (path.size() >= levels.size()) {
      return Optional.empty();
    }
    for (int depth = 0; depth < path.size() && table != null; depth++) {
      TableLevel level = levels.get(depth);
      int index = path.get(depth);
      if (index < 0 || index >= level.entries() || !level.refersToTable(table[index])) {
        return Optional.empty();
      }
      linear += (long) index << level.shift();
      address = level.address(table[index]);
      table = tables.at(address >>> 12);
    }
    return table == null
        ? Optional.empty()
        : Optional.of(of(levels.get(path.size()), table, address, linear));
  }

  private static TableListing of(TableLevel level, long[] table, long address, long linear) {
    var entries = new ArrayList<Entry>();
    for (int index = 0; index < level.entries(); index++) {
      if (table[index] != 0) {
        long first = linear + ((long) index << level.shift());
        // Bits 63:48 repeat bit 47 (Intel SDM vol. 1, 3.3.7.1).
        var canonical = new LinearAddress(first << 16 >> 16);
        entries.add(new Entry(canonical, Translator.step(level, index, table[index], address)));
      }
    }
    return new TableListing(
        level.level(), new PhysicalAddress(address), level.entries(), level.reach(), entries);
  }
}
