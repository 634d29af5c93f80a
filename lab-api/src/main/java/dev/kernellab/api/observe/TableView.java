// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.observe;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kernellab.memory.TableListing;
import dev.kernellab.memory.Translation;
import dev.kernellab.protocol.Hex64;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.PhysicalAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One table of whatever paging mode: the entries that are not zero.
///
/// @param path the entries that led here, from the first table on
/// @param size entries of such a table
/// @param reach bytes that one entry translates
public record TableView(
    List<Integer> path,
    Translation.Level level,
    PhysicalAddress table,
    int size,
    long reach,
    List<Entry> entries) {

  /// @param linear the first address that the entry translates
  /// @param large it maps a page by itself, above the last level
  /// @param physical the table or page; absent when the entry is not present
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Entry(
      int index,
      LinearAddress linear,
      Hex64 raw,
      boolean present,
      boolean large,
      boolean writable,
      boolean user,
      @Nullable PhysicalAddress physical) {}

  static TableView of(List<Integer> path, TableListing table) {
    return new TableView(
        path,
        table.level(),
        table.table(),
        table.size(),
        table.reach(),
        table.entries().stream().map(it -> entry(it.linear(), it.step())).toList());
  }

  private static Entry entry(LinearAddress linear, Translation.Step step) {
    return new Entry(
        step.index(),
        linear,
        step.raw(),
        step.present(),
        step.large(),
        step.writable(),
        step.user(),
        step.physical());
  }
}
