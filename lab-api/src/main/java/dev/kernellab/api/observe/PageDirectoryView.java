// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.observe;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kernellab.memory.AddressSpace;
import dev.kernellab.memory.PageDirectoryEntry;
import dev.kernellab.protocol.Hex32;
import dev.kernellab.protocol.PhysicalAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The page directory's entries that are not zero.
///
/// @param directory absent while paging is off, and in a mode the lab does not decode
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PageDirectoryView(@Nullable PhysicalAddress directory, List<Entry> entries) {

  /// @param large maps 4 MiB, as CR4.PSE stands
  /// @param physical the page table or the 4 MiB page; absent when the entry is not present
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Entry(
      int index,
      Hex32 raw,
      boolean present,
      boolean large,
      boolean writable,
      boolean user,
      boolean accessed,
      @Nullable PhysicalAddress physical) {}

  static PageDirectoryView of(AddressSpace space) {
    List<PageDirectoryEntry> all = space.directoryEntries();
    var shown = new ArrayList<Entry>();
    for (int index = 0; index < all.size(); index++) {
      if (all.get(index).raw() != 0) {
        shown.add(entry(index, all.get(index), space.mapsLargePage(all.get(index))));
      }
    }
    return new PageDirectoryView(space.directory().orElse(null), shown);
  }

  private static Entry entry(int index, PageDirectoryEntry entry, boolean large) {
    PhysicalAddress physical = large ? entry.largePageAddress() : entry.tableAddress();
    return new Entry(
        index,
        new Hex32(entry.raw()),
        entry.isPresent(),
        large,
        entry.isWritable(),
        entry.isUserAccessible(),
        entry.isAccessed(),
        entry.isPresent() ? physical : null);
  }
}
