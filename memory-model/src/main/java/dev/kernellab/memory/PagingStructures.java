// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.Registers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which frames hold the page directory and the page tables: what has to be read before an
/// [AddressSpace] can be. At most 1,025, however a kernel fills its directory. They may lie outside
/// RAM; whoever reads leaves those out.
public final class PagingStructures {
  private PagingStructures() {}

  /// The page directory's frame; empty while paging is off or in a mode we do not decode.
  public static Optional<FrameRange> directory(Registers registers) {
    return switch (PagingMode.of(registers)) {
      case OFF, PAE -> Optional.empty();
      case BITS_32 -> Optional.of(new FrameRange(PagingMode.directoryFrame(registers), 1));
    };
  }

  /// The frames of the page tables that a directory refers to, sorted, each once.
  ///
  /// @param directory the 4,096 bytes of the frame that [#directory] names
  public static List<FrameRange> tables(Registers registers, ByteBuffer directory) {
    boolean largePages = PagingMode.allowsLargePages(registers);
    ByteBuffer entries = directory.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    var tables = new ArrayList<FrameRange>();
    for (int index = 0; index < 1024; index++) {
      var entry = new PageDirectoryEntry(entries.getInt(4 * index));
      if (entry.isPresent() && !(largePages && entry.isLargePage())) {
        tables.add(new FrameRange(entry.frame(), 1));
      }
    }
    return FrameRanges.union(tables);
  }

  /// Directory and tables together, from memory that can be read at any place.
  public static List<FrameRange> frames(Registers registers, PhysicalMemory memory) {
    var frames = new ArrayList<FrameRange>();
    directory(registers)
        .ifPresent(
            directory -> {
              frames.add(directory);
              memory
                  .frame(directory.first())
                  .ifPresent(bytes -> frames.addAll(tables(registers, bytes)));
            });
    return FrameRanges.union(frames);
  }
}
