// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.observe;

import dev.kernellab.memory.AddressSpace;
import dev.kernellab.protocol.LinearAddress;
import java.util.List;
import java.util.Optional;

/// One address space of a snapshot, in every form in which somebody may ask for it.
public final class ObservedSpace {
  private final AddressSpace space;

  ObservedSpace(AddressSpace space) {
    this.space = space;
  }

  /// What is mapped where.
  public PagingView ranges() {
    return PagingView.of(space, PagingView.MAX_RANGES);
  }

  public PageDirectoryView pageDirectory() {
    return PageDirectoryView.of(space);
  }

  /// Empty when the directory entry refers to no page table, or to one outside RAM.
  ///
  /// @param index 0 to 1023
  public Optional<PageTableView> pageTable(int index) {
    return PageTableView.of(space, index);
  }

  /// A table of any paging mode; empty when the entries lead to none.
  ///
  /// @param path index after index from the first table on; none for that table itself
  public Optional<TableView> table(List<Integer> path) {
    return space.table(path).map(it -> TableView.of(path, it));
  }

  public TranslationView translate(LinearAddress linear) {
    return TranslationView.of(space.translate(linear));
  }
}
