// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.PhysicalAddress;
import dev.kernellab.runner.boot.BootedMachine;
import dev.kernellab.runner.boot.DumpFile;
import dev.kernellab.runner.qmp.QmpCommand;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/// Reads frames of RAM through the monitor, several dumps at a time.
final class GuestMemory {
  /// Frames in one dump: the largest is 1 MiB.
  private static final int LARGEST_DUMP = 256;

  /// Ranges closer than this are read in one dump, since a dump costs as much as several frames.
  private static final int WORTHWHILE_GAP = 8;

  private final BootedMachine machine;
  private final RamLayout ram;

  GuestMemory(BootedMachine machine, RamLayout ram) {
    this.machine = machine;
    this.ram = ram;
  }

  /// Reads the parts of `wanted` that are RAM.
  ///
  /// @param wanted sorted
  void read(List<FrameRange> wanted, SortedMap<Integer, byte[]> into) throws IOException {
    List<FrameRange> inside = ram.within(wanted);
    List<FrameRange> dumps = pack(inside);
    Map<Integer, byte[]> frames = new HashMap<>();
    for (int from = 0; from < dumps.size(); from += machine.dumps().size()) {
      int to = Math.min(dumps.size(), from + machine.dumps().size());
      dump(dumps.subList(from, to), frames);
    }
    for (FrameRange range : inside) {
      for (int frame = range.first(); frame < range.end(); frame++) {
        into.put(frame, frames.get(frame));
      }
    }
  }

  private void dump(List<FrameRange> ranges, Map<Integer, byte[]> frames) throws IOException {
    var commands = new ArrayList<QmpCommand>();
    for (int i = 0; i < ranges.size(); i++) {
      commands.add(new QmpCommand.SaveMemory(ranges.get(i), machine.dumps().get(i).nameInBox()));
    }
    machine.monitor().callAll(commands);
    for (int i = 0; i < ranges.size(); i++) {
      split(ranges.get(i), machine.dumps().get(i), frames);
    }
  }

  private static void split(FrameRange range, DumpFile dump, Map<Integer, byte[]> frames)
      throws IOException {
    int size = PhysicalAddress.FRAME_SIZE;
    byte[] bytes = dump.read(range.count() * size);
    for (int i = 0; i < range.count(); i++) {
      frames.put(range.first() + i, Arrays.copyOfRange(bytes, i * size, (i + 1) * size));
    }
  }

  /// Joins neighbours over small gaps that are RAM too, and cuts what is too long.
  private List<FrameRange> pack(List<FrameRange> ranges) {
    var packed = new ArrayList<FrameRange>();
    for (FrameRange range : ranges) {
      for (int first = range.first(); first < range.end(); first += LARGEST_DUMP) {
        int count = Math.min(LARGEST_DUMP, range.end() - first);
        var piece = new FrameRange(first, count);
        if (packed.isEmpty() || !canJoin(packed.getLast(), piece)) {
          packed.add(piece);
        } else {
          FrameRange before = packed.removeLast();
          packed.add(new FrameRange(before.first(), piece.end() - before.first()));
        }
      }
    }
    return packed;
  }

  private boolean canJoin(FrameRange before, FrameRange piece) {
    int gap = piece.first() - before.end();
    int joined = piece.end() - before.first();
    return gap >= 0
        && gap <= WORTHWHILE_GAP
        && joined <= LARGEST_DUMP
        && ram.within(List.of(new FrameRange(before.first(), joined))).size() == 1;
  }
}
