// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.PhysicalAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Every table that the processor may read on a walk, each once, found level by level from CR3 on.
/// At most [#MOST], however a kernel fills them.
final class PagingTables {
  /// Enough for all of a 4 GiB address space, whatever the mode: PAE needs 1 + 4 + 2,048.
  static final int MOST = 2_100;

  private static final long ACCESSED_AND_DIRTY = 0x60;

  private final PagingFormat format;
  private final Map<Long, long[]> tables = new HashMap<>();
  private final Set<Long> referredTo = new HashSet<>();
  private final SortedSet<Long> unreadable = new TreeSet<>();
  private long @Nullable [] root;
  private boolean truncated;

  private PagingTables(PagingFormat format) {
    this.format = format;
  }

  static PagingTables read(PagingFormat format, PhysicalMemory memory) {
    var tables = new PagingTables(format);
    if (format.isDecoded()) {
      tables.readAll(memory);
    }
    return tables;
  }

  PagingFormat format() {
    return format;
  }

  /// The entries of the table that CR3 selects; empty when they cannot be read.
  Optional<long[]> root() {
    return Optional.ofNullable(root);
  }

  /// The entries of the table in a frame; null when it could not be read.
  long @Nullable [] at(long frame) {
    return tables.get(frame);
  }

  /// Whether another first table has the same entry for an address, but for what the processor
  /// notes in it by itself.
  boolean sharesRootEntry(PhysicalAddress other, long linear, PhysicalMemory memory) {
    if (root == null) {
      return false;
    }
    Optional<ByteBuffer> bytes = memory.frame(other.frame());
    if (bytes.isEmpty()) {
      return false;
    }
    TableLevel first = format.levels().getFirst();
    long[] entries = format.withRoot(other.value()).rootEntries(bytes.get());
    long own = root[first.indexOf(linear)] & ~ACCESSED_AND_DIRTY;
    return (own & TableLevel.PRESENT) != 0
        && own == (entries[first.indexOf(linear)] & ~ACCESSED_AND_DIRTY);
  }

  /// Frames that some entry refers to as a table.
  Set<Long> referredTo() {
    return referredTo;
  }

  /// Frames that the processor would read and we cannot, lowest first.
  SortedSet<Long> unreadable() {
    return unreadable;
  }

  /// There are more tables than were read.
  boolean isTruncated() {
    return truncated;
  }

  /// The frames read, all below 4 GiB.
  List<FrameRange> frames() {
    var frames = new ArrayList<FrameRange>();
    tables.keySet().forEach(frame -> frames.add(new FrameRange(frame.intValue(), 1)));
    if (root != null) {
      frames.add(new FrameRange((int) format.rootFrame(), 1));
    }
    return FrameRanges.union(frames);
  }

  private void readAll(PhysicalMemory memory) {
    memory.expect(FrameRanges.ofFrames(List.of(format.rootFrame())));
    Optional<ByteBuffer> bytes = memory.frame(format.rootFrame());
    if (bytes.isEmpty()) {
      unreadable.add(format.rootFrame());
      return;
    }
    root = format.rootEntries(bytes.get());
    SortedSet<Long> frames = tablesBelow(root, format.levels().getFirst());
    for (TableLevel level : format.levels().subList(1, format.levels().size())) {
      referredTo.addAll(frames);
      memory.expect(FrameRanges.ofFrames(frames));
      var next = new TreeSet<Long>();
      for (long frame : frames) {
        long[] entries = read(frame, memory);
        if (entries != null && !level.isLast()) {
          next.addAll(tablesBelow(entries, level));
        }
      }
      frames = next;
    }
  }

  private static SortedSet<Long> tablesBelow(long[] entries, TableLevel level) {
    var frames = new TreeSet<Long>();
    for (long entry : entries) {
      if (level.refersToTable(entry)) {
        frames.add(level.address(entry) >>> 12);
      }
    }
    return frames;
  }

  private long @Nullable [] read(long frame, PhysicalMemory memory) {
    long[] known = tables.get(frame);
    if (known != null) {
      return known;
    }
    if (tables.size() == MOST) {
      truncated = true;
      return null;
    }
    Optional<ByteBuffer> bytes = memory.frame(frame);
    if (bytes.isEmpty()) {
      unreadable.add(frame);
      return null;
    }
    long[] entries = format.tableEntries(bytes.get());
    tables.put(frame, entries);
    return entries;
  }
}
