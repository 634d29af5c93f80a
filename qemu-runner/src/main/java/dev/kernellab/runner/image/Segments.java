// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.image;

import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What is loaded where in physical memory.
///
/// @param loaded sorted by physical address, none empty
record Segments(List<Segment> loaded) {
  static final int TYPE_LOAD = 1;
  private static final int TYPE_DYNAMIC = 2;
  private static final int TYPE_INTERPRETER = 3;

  /// @param linear where it runs
  /// @param physical where it is loaded
  record Segment(long linear, long physical, long memorySize) {
    long physicalEnd() {
      return physical + memorySize;
    }

    boolean contains(long address) {
      return Long.compareUnsigned(address - linear, memorySize) < 0
          || Long.compareUnsigned(address - physical, memorySize) < 0;
    }
  }

  static Segments read(ImageBytes file, ElfHeader header) throws SubmissionRejectedException {
    var loaded = new ArrayList<Segment>();
    for (int index = 0; index < header.segmentCount(); index++) {
      long at = header.segments() + (long) index * header.segmentSize();
      switch ((int) file.u32(at)) {
        case TYPE_LOAD -> addLoaded(file, header.wide(), index, at, loaded);
        case TYPE_DYNAMIC, TYPE_INTERPRETER ->
            throw ElfHeader.unsupported("dynamically linked (link with -static -nostdlib)");
        default -> {} // notes, stack flags: nothing that a boot loader loads
      }
    }
    loaded.sort(Comparator.comparingLong(Segment::physical));
    requireSound(loaded, header.entry());
    return new Segments(List.copyOf(loaded));
  }

  /// The first physical address after everything loaded.
  long physicalEnd() {
    return loaded.stream().mapToLong(Segment::physicalEnd).max().orElse(0);
  }

  private static Segment segment(ImageBytes file, boolean wide, long at)
      throws SubmissionRejectedException {
    return wide
        ? new Segment(file.u64(at + 16), file.u64(at + 24), file.u64(at + 40))
        : new Segment(file.u32(at + 8), file.u32(at + 12), file.u32(at + 20));
  }

  private static void addLoaded(ImageBytes file, boolean wide, int index, long at, List<Segment> to)
      throws SubmissionRejectedException {
    long fileSize = file.word(at + (wide ? 32 : 16), wide);
    Segment segment = segment(file, wide, at);
    file.place("segment " + index, file.word(at + (wide ? 8 : 4), wide), fileSize);
    if (fileSize > segment.memorySize()) {
      throw ImageBytes.invalid("segment " + index + " is larger in the file than in memory");
    }
    if (!isBelow4GiB(segment.physical(), segment.memorySize())
        || (!wide && !isBelow4GiB(segment.linear(), segment.memorySize()))) {
      throw ImageBytes.invalid("segment " + index + " reaches beyond 4 GiB");
    }
    if (segment.memorySize() > 0) {
      to.add(segment);
    }
  }

  private static boolean isBelow4GiB(long start, long size) {
    return start >>> 32 == 0 && size >= 0 && size <= (1L << 32) - start;
  }

  private static void requireSound(List<Segment> loaded, long entry)
      throws SubmissionRejectedException {
    if (loaded.isEmpty()) {
      throw ImageBytes.invalid("no segment is loaded");
    }
    for (int i = 1; i < loaded.size(); i++) {
      if (loaded.get(i).physical() < loaded.get(i - 1).physicalEnd()) {
        throw ImageBytes.invalid(
            String.format(
                "two segments overlap at physical address 0x%08X", loaded.get(i).physical()));
      }
    }
    if (loaded.stream().noneMatch(segment -> segment.contains(entry))) {
      throw ImageBytes.invalid(
          String.format("its entry point 0x%08X lies in none of its segments", entry));
    }
  }
}
