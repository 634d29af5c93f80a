// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.check;

import dev.kernellab.memory.FrameBitmap;
import dev.kernellab.memory.PageDirectoryEntry;
import dev.kernellab.protocol.PhysicalAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What is kept of a moment for checks that compare a later one with it. Little on purpose: whole
/// snapshots of a hostile kernel would fill the heap.
///
/// @param directory the one in CR3; empty while paging is off
/// @param entries of it; none when it could not be read
public record Past(
    Optional<FrameBitmap> bitmap,
    Optional<PhysicalAddress> directory,
    List<PageDirectoryEntry> entries) {

  /// Whether the directory, or a page table of the user in it, was free by a later moment.
  boolean isGivenUpBy(Past later) {
    return Stream.concat(
            directory.stream(),
            entries.stream()
                .filter(it -> it.isPresent() && it.isUserAccessible())
                .map(PageDirectoryEntry::tableAddress))
        .anyMatch(later::isFree);
  }

  private boolean isFree(PhysicalAddress frame) {
    return bitmap.map(it -> it.isFree((int) frame.frame())).orElse(false);
  }
}
