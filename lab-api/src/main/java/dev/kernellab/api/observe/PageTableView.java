// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.observe;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kernellab.memory.AddressSpace;
import dev.kernellab.memory.PageTableEntry;
import dev.kernellab.protocol.Hex32;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.PhysicalAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The entries of one page table that are not zero.
///
/// @param index the directory entry that refers to it
public record PageTableView(int index, PhysicalAddress table, List<Entry> entries) {

  /// @param virtual the first linear address that the entry translates
  /// @param physical the page's frame; absent when the entry is not present
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Entry(
      int index,
      LinearAddress virtual,
      Hex32 raw,
      boolean present,
      boolean writable,
      boolean user,
      boolean accessed,
      boolean dirty,
      @Nullable PhysicalAddress physical) {}

  /// Empty when the directory entry refers to no table, or to one outside RAM.
  static Optional<PageTableView> of(AddressSpace space, int directoryIndex) {
    List<PageTableEntry> all = space.tableEntries(directoryIndex);
    if (all.isEmpty()) {
      return Optional.empty();
    }
    var shown = new ArrayList<Entry>();
    for (int index = 0; index < all.size(); index++) {
      if (all.get(index).raw() != 0) {
        shown.add(entry(directoryIndex, index, all.get(index)));
      }
    }
    PhysicalAddress table = space.directoryEntry(directoryIndex).tableAddress();
    return Optional.of(new PageTableView(directoryIndex, table, shown));
  }

  private static Entry entry(int directoryIndex, int index, PageTableEntry entry) {
    return new Entry(
        index,
        new LinearAddress((long) directoryIndex << 22 | (long) index << 12),
        new Hex32(entry.raw()),
        entry.isPresent(),
        entry.isWritable(),
        entry.isUserAccessible(),
        entry.isAccessed(),
        entry.isDirty(),
        entry.isPresent() ? entry.pageAddress() : null);
  }
}
