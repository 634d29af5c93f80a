// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.check;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import dev.kernellab.grading.assignment.OfFrames;
import dev.kernellab.memory.FrameBitmap;
import dev.kernellab.protocol.AllocatorProfile;
import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.PhysicalAddress;
import java.util.List;
import java.util.function.Function;

/// Judges what the allocator's bitmap says of the frames.
record FrameJudge(Snapshot snapshot, Machine machine, AllocatorProfile allocator) {
  private static final int MAX_RANGES = 64;

  Judgement bitmapInPlace() {
    return withBitmap(
        bitmap -> {
          int ram = LowRam.frames(machine);
          int free = bitmap.freeCount();
          String seen =
              format(
                  ROOT,
                  "%s the bitmap at %s has %,d of %,d frames free",
                  snapshot.words(),
                  place(),
                  free,
                  bitmap.frames());
          boolean plausible = free > 0 && free <= ram;
          String expected =
              plausible
                  ? "."
                  : format(
                      ROOT,
                      ". Expected more than none, and no more than the machine's %,d frames of"
                          + " RAM: a free frame's bit is 1, an allocated one's 0.",
                      ram);
          return Judgement.of(plausible, seen + expected, Judgement.in(snapshot));
        });
  }

  Judgement allocated(OfFrames.FramesAllocated expected) {
    return noneFree(frames(expected.start(), expected.end()), "");
  }

  Judgement free(OfFrames.FramesFree expected) {
    FrameRange range = frames(expected.start(), expected.end());
    return withBitmap(
        bitmap -> {
          int free = bitmap.freeCount(range);
          String seen =
              format(
                  ROOT,
                  "%s %,d of %,d frames from %s on are free.",
                  snapshot.words(),
                  free,
                  range.count(),
                  PhysicalAddress.ofFrame(range.first()).toJson());
          return new Judgement(
              free,
              range.count(),
              free == range.count() ? seen : seen + " Expected all of them to be.",
              Judgement.in(snapshot, bitmap.allocatedRanges(range, MAX_RANGES).items()));
        });
  }

  Judgement nothingFreeBeyondRam() {
    int ram = LowRam.frames(machine);
    return noneFree(
        new FrameRange(ram, (1 << 20) - ram),
        format(
            ROOT,
            " RAM ends at %s; nothing above it is memory.",
            PhysicalAddress.ofFrame(ram).toJson()));
  }

  Judgement usableRamFree(OfFrames.UsableRamFree expected) {
    int end = LowRam.frames(machine) - expected.reservedAtTop() / PhysicalAddress.FRAME_SIZE;
    int first = (int) expected.start().frame();
    return withBitmap(
        bitmap -> usableRamFree(bitmap, new FrameRange(first, end - first), expected));
  }

  private Judgement usableRamFree(
      FrameBitmap bitmap, FrameRange usable, OfFrames.UsableRamFree expected) {
    int free = bitmap.freeCount(usable);
    int missing = Math.max(0, usable.count() - free - expected.kernelMayHold());
    String message =
        format(
            ROOT,
            "%s %,d of the %,d usable frames from %s to %s are free",
            snapshot.words(),
            free,
            usable.count(),
            PhysicalAddress.ofFrame(usable.first()).toJson(),
            PhysicalAddress.ofFrame(usable.end()).plus(-1).toJson());
    if (missing == 0) {
      return Judgement.of(true, message + ".", Judgement.in(snapshot));
    }
    return new Judgement(
        free == 0 ? 0 : usable.count() - missing,
        usable.count(),
        message
            + format(
                ROOT,
                ". Expected all but the %,d that the kernel may hold itself: %,d are missing.",
                expected.kernelMayHold(),
                missing),
        Judgement.in(snapshot, bitmap.allocatedRanges(usable, MAX_RANGES).items()));
  }

  private Judgement noneFree(FrameRange range, String why) {
    return withBitmap(
        bitmap -> {
          int free = bitmap.freeCount(range);
          String where =
              format(
                  ROOT,
                  "frames %d to %d (%s to %s)",
                  range.first(),
                  range.end() - 1,
                  PhysicalAddress.ofFrame(range.first()).toJson(),
                  PhysicalAddress.ofFrame(range.end()).plus(-1).toJson());
          if (free == 0) {
            return Judgement.of(
                true, snapshot.words() + " none of " + where + " is free.", Judgement.in(snapshot));
          }
          List<FrameRange> wrong = bitmap.freeRanges(range, MAX_RANGES).items();
          String message =
              format(
                  ROOT,
                  "%s %,d of %s are free, the first is frame %d. Expected all of them to be"
                      + " allocated.%s",
                  snapshot.words(),
                  free,
                  where,
                  wrong.getFirst().first(),
                  why);
          return Judgement.of(false, message, Judgement.in(snapshot, wrong));
        });
  }

  private Judgement withBitmap(Function<FrameBitmap, Judgement> judge) {
    return snapshot
        .bitmap()
        .map(judge)
        .orElseGet(
            () ->
                Judgement.of(
                    false,
                    snapshot.words() + " there is no RAM to read a bitmap from at " + place() + ".",
                    Judgement.in(snapshot)));
  }

  private String place() {
    return switch (allocator) {
      case AllocatorProfile.Bitmap bitmap -> bitmap.at().words();
      case AllocatorProfile.FreeList list -> list.head().words();
      case AllocatorProfile.PageArray array -> array.at().words();
      case AllocatorProfile.Buddy buddy -> buddy.heads().words();
      case AllocatorProfile.Ranges ranges -> ranges.at().words();
      case AllocatorProfile.Several several -> "the places that the profile names";
      case AllocatorProfile.None none -> "a place that the profile names";
    };
  }

  private static FrameRange frames(PhysicalAddress start, PhysicalAddress end) {
    int first = (int) start.frame();
    return new FrameRange(first, (int) (end.frame() - first) + 1);
  }
}
