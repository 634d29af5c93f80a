// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.discover;

import dev.kernellab.memory.AddressSpace;
import dev.kernellab.memory.MappedRange;
import dev.kernellab.memory.PageFilter;
import dev.kernellab.memory.Translation;
import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.PhysicalSpan;
import dev.kernellab.protocol.Profile.Window;
import dev.kernellab.protocol.Registers;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/// What the machine itself shows of its frames, whatever the kernel says: these are in use, those
/// are no RAM.
///
/// @param inUse by what they are used for, in words
/// @param tables those of them that hold page tables
/// @param notRam frames below 4 GiB that are no RAM
/// @param windows linear addresses that show much of memory in a row, used or not
record Witnesses(
    BitSet ram, Map<String, BitSet> inUse, BitSet tables, BitSet notRam, List<Window> windows) {
  private static final int FRAMES = 1 << 20;
  private static final int MOST_RANGES = 65_536;

  /// As much mapped in a row shows memory rather than uses it.
  private static final long SMALLEST_WINDOW = 1 << 20;

  static Witnesses of(Standstill moment, AddressSpace space, ImageData image) {
    BitSet ram = ram(moment.physicalMap());
    var notRam = (BitSet) ram.clone();
    notRam.flip(0, FRAMES);
    BitSet tables = frames(space.pagingFrames());
    var inUse = new LinkedHashMap<String, BitSet>();
    inUse.put("of the kernel's image", frames(image.loaded()));
    inUse.put("that hold page tables", tables);
    var windows = new ArrayList<Window>();
    inUse.put("mapped one by one", mapped(space, windows));
    inUse.put("with stack, code and descriptor tables", ofProcessor(moment.registers(), space));
    inUse.values().forEach(frames -> frames.and(ram));
    return new Witnesses(ram, inUse, tables, notRam, List.copyOf(windows));
  }

  /// All frames in use, for whatever reason.
  BitSet used() {
    var used = new BitSet();
    inUse.values().forEach(used::or);
    return used;
  }

  /// RAM is told in bytes; a frame counts when all of it is.
  private static BitSet ram(List<PhysicalSpan> map) {
    var ram = new BitSet();
    for (PhysicalSpan span : map) {
      long first = span.start().value() + 4095 >>> 12;
      long end = Math.min(span.end().value() + 1 >>> 12, FRAMES);
      if (span.sort() == PhysicalSpan.Sort.RAM && first < end) {
        ram.set((int) first, (int) end);
      }
    }
    return ram;
  }

  private static BitSet frames(List<FrameRange> ranges) {
    var frames = new BitSet();
    ranges.forEach(it -> frames.set(it.first(), it.end()));
    return frames;
  }

  /// Neighbouring ranges of one offset are taken together, whatever their rights are.
  private static BitSet mapped(AddressSpace space, List<Window> windows) {
    var frames = new BitSet();
    if (!space.isPagingEnabled()) {
      return frames;
    }
    List<MappedRange> ranges = space.ranges(notSelfMapped(space), MOST_RANGES).items();
    for (int from = 0, to; from < ranges.size(); from = to) {
      MappedRange first = ranges.get(from);
      for (to = from + 1; to < ranges.size() && continues(ranges.get(to - 1), ranges.get(to)); ) {
        to++;
      }
      MappedRange last = ranges.get(to - 1);
      if (last.end() - first.virtual().value() >= SMALLEST_WINDOW && !first.user()) {
        windows.add(
            new Window(
                "A window onto memory from " + first.physical().toJson() + " on",
                first.virtual(),
                new LinearAddress(last.end() - 1)));
      } else {
        ranges.subList(from, to).forEach(it -> add(frames, it));
      }
    }
    return frames;
  }

  private static boolean continues(MappedRange before, MappedRange next) {
    return before.end() == next.virtual().value()
        && before.physical().value() + before.length() == next.physical().value()
        && before.user() == next.user();
  }

  private static void add(BitSet frames, MappedRange range) {
    long first = range.physical().frame();
    long end = Math.min(FRAMES, first + (range.length() >>> 12));
    if (first < end) {
      frames.set((int) first, (int) end);
    }
  }

  /// Where the directory of 32-bit paging refers to itself, tables look like pages.
  private static PageFilter notSelfMapped(AddressSpace space) {
    BitSet self = space.selfReferences();
    return new PageFilter(
        (linear, length, physical, user) -> !self.get((int) (linear >>> 22) & 0x3FF),
        self.stream()
            .mapToLong(index -> index)
            .flatMap(index -> LongStream.of(index << 22, index + 1 << 22))
            .toArray());
  }

  private static BitSet ofProcessor(Registers registers, AddressSpace space) {
    var frames = new BitSet();
    for (long address :
        new long[] {
          registers.esp().unsigned(),
          registers.eip().unsigned(),
          registers.gdtBase().value(),
          registers.idtBase().value()
        }) {
      if (address != 0
          && space.translate(new LinearAddress(address)) instanceof Translation.Mapped it
          && it.physical().frame() < FRAMES) {
        frames.set((int) it.physical().frame());
      }
    }
    return frames;
  }
}
