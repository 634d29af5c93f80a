// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import dev.kernellab.memory.Translation.Level;
import java.nio.ByteBuffer;
import java.util.List;

/// The levels of translation from CR3 down, as the control registers choose them (Intel SDM vol. 3,
/// 4.3 to 4.5). Bits 51 down to the processor's MAXPHYADDR are taken for address bits: what they
/// point at is not RAM in either reading.
///
/// @param levels none while paging is off, and in a mode that is not decoded
/// @param root physical address of the first table
record PagingFormat(PagingMode mode, List<TableLevel> levels, long root) {
  private static final long BITS_62_52 = 0x7FF0_0000_0000_0000L;
  private static final long BIT_63 = 1L << 63;
  private static final long BITS_20_13 = 0x1F_E000;
  private static final long BITS_29_13 = 0x3FFF_E000;

  static PagingFormat of(ControlRegisters registers) {
    PagingMode mode = registers.mode();
    long executeDisable = registers.allowsExecuteDisable() ? 0 : BIT_63;
    return switch (mode) {
      case OFF, LEVELS_5 -> new PagingFormat(mode, List.of(), 0);
      case BITS_32 ->
          new PagingFormat(
              mode,
              List.of(
                  // Table 4-4: bit 21 of an entry that maps 4 MiB.
                  new TableLevel(
                      Level.PDE, 22, 1024, 4, true, registers.allowsLargePages(), 0, 1 << 21),
                  new TableLevel(Level.PTE, 12, 1024, 4, true, false, 0, 0)),
              registers.cr3() & 0xFFFF_F000L);
      case PAE -> {
        long reserved = BITS_62_52 | executeDisable;
        yield new PagingFormat(
            mode,
            List.of(
                // Table 4-8: four entries without rights. Bit 5 is reserved there too, but QEMU
                // marks the entry accessed.
                new TableLevel(Level.PDPTE, 30, 4, 8, false, false, BITS_62_52 | BIT_63 | 0x1C6, 0),
                new TableLevel(Level.PDE, 21, 512, 8, true, true, reserved, reserved | BITS_20_13),
                new TableLevel(Level.PTE, 12, 512, 8, true, false, reserved, 0)),
            registers.cr3() & 0xFFFF_FFE0L);
      }
      case LEVELS_4 ->
          new PagingFormat(
              mode,
              List.of(
                  new TableLevel(Level.PML4E, 39, 512, 8, true, false, executeDisable | 1 << 7, 0),
                  new TableLevel(
                      Level.PDPTE,
                      30,
                      512,
                      8,
                      true,
                      true,
                      executeDisable,
                      executeDisable | BITS_29_13),
                  new TableLevel(
                      Level.PDE,
                      21,
                      512,
                      8,
                      true,
                      true,
                      executeDisable,
                      executeDisable | BITS_20_13),
                  new TableLevel(Level.PTE, 12, 512, 8, true, false, executeDisable, 0)),
              registers.cr3() & 0x000F_FFFF_FFFF_F000L);
    };
  }

  PagingFormat withRoot(long other) {
    return new PagingFormat(mode, levels, other);
  }

  boolean isDecoded() {
    return !levels.isEmpty();
  }

  long rootFrame() {
    return root >>> 12;
  }

  /// The first table as raw numbers: all of its frame, but for PAE.
  long[] rootEntries(ByteBuffer frame) {
    TableLevel first = levels.getFirst();
    return entries(frame, (int) (root & 0xFFF), first.entries(), first.entryBytes());
  }

  long[] tableEntries(ByteBuffer frame) {
    TableLevel last = levels.getLast();
    return entries(frame, 0, last.entries(), last.entryBytes());
  }

  private static long[] entries(ByteBuffer frame, int offset, int count, int size) {
    var entries = new long[count];
    for (int index = 0; index < count; index++) {
      int at = offset + index * size;
      entries[index] = size == 4 ? Integer.toUnsignedLong(frame.getInt(at)) : frame.getLong(at);
    }
    return entries;
  }
}
