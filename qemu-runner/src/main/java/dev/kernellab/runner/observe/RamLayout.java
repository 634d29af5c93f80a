// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.Machine;
import java.util.ArrayList;
import java.util.List;

/// Which frames below 4 GiB are RAM. Nothing else is ever read: reading a device changes it.
final class RamLayout {
  /// Where the VGA window, option ROMs and firmware lie.
  private static final int HOLE_START = 0xA0;

  private static final int HOLE_END = 0x100;

  private final List<FrameRange> ram;

  RamLayout(Machine machine) {
    int top = framesBelow4GiB(machine);
    ram = List.of(new FrameRange(0, HOLE_START), new FrameRange(HOLE_END, top - HOLE_END));
  }

  /// The parts of some ranges that are RAM.
  List<FrameRange> within(List<FrameRange> wanted) {
    var inside = new ArrayList<FrameRange>();
    for (FrameRange range : wanted) {
      for (FrameRange piece : ram) {
        int first = Math.max(range.first(), piece.first());
        int end = Math.min(range.end(), piece.end());
        if (first < end) {
          inside.add(new FrameRange(first, end - first));
        }
      }
    }
    return inside;
  }

  /// The frame after the last.
  int end() {
    return ram.getLast().end();
  }

  /// What lies between RAM and is none.
  List<FrameRange> holes() {
    return List.of(new FrameRange(HOLE_START, HOLE_END - HOLE_START));
  }

  /// From some size on, QEMU puts the rest of RAM above 4 GiB to leave room for PCI (QEMU,
  /// `hw/i386/pc_piix.c` and `pc_q35.c`).
  private static int framesBelow4GiB(Machine machine) {
    long bytes = (long) machine.ramMiB() << 20;
    long below =
        switch (machine.type()) {
          case PC -> bytes >= 0xE000_0000L ? 0xC000_0000L : bytes;
          case ISAPC -> Math.min(bytes, 0xE000_0000L);
          case Q35 -> bytes >= 0xB000_0000L ? 0x8000_0000L : bytes;
        };
    return (int) (below >>> 12);
  }
}
