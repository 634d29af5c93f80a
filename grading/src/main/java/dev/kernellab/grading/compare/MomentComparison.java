// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.compare;

import dev.kernellab.grading.compare.Difference.Kind;
import dev.kernellab.memory.AddressSpace;
import dev.kernellab.memory.FrameBitmap;
import dev.kernellab.memory.PagingMode;
import dev.kernellab.memory.allocator.AllocatorReading;
import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.FrameRun;
import dev.kernellab.protocol.Hex32;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.PhysicalAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One moment as both runs had it: control registers, frames, pages.
record MomentComparison(Moments.Seen first, Moments.Seen second, Differences differences) {
  private static final int MOST_RUNS = 16;

  void compare() {
    registers();
    frames();
    AddressSpace ours = first.kernel().kernel().space();
    AddressSpace theirs = second.kernel().kernel().space();
    if (ours.mode() == PagingMode.BITS_32 && theirs.mode() == PagingMode.BITS_32) {
      new EntryComparison(this, ours, theirs).compare();
    } else if (ours.mode() == theirs.mode()) {
      new PageComparison(this, ours, theirs).compare();
    }
  }

  private void registers() {
    register("CR0", first.capture().registers().cr0(), second.capture().registers().cr0());
    register("CR3", first.capture().registers().cr3(), second.capture().registers().cr3());
    register("CR4", first.capture().registers().cr4(), second.capture().registers().cr4());
  }

  private void register(String name, Hex32 one, Hex32 other) {
    if (!one.equals(other)) {
      add(Kind.REGISTER, name + " is " + one + " in the first run and " + other, null, null);
    }
  }

  private void frames() {
    Optional<FrameBitmap> ours = bitmap(first);
    Optional<FrameBitmap> theirs = bitmap(second);
    if (ours.isPresent() && theirs.isPresent()) {
      List<FrameRun> runs = theirs.get().changesSince(ours.get(), MOST_RUNS + 1).items();
      runs.stream().limit(MOST_RUNS).forEach(this::frames);
      if (runs.size() > MOST_RUNS) {
        differences.cutShort();
      }
    } else if (ours.isPresent() || theirs.isPresent()) {
      String words =
          ours.isPresent()
              ? "the allocator's account can be read in the first run and cannot"
              : "the allocator's account cannot be read in the first run and can";
      add(Kind.FRAMES, words, null, null);
    }
  }

  private void frames(FrameRun run) {
    FrameRange range = run.frames();
    String frames =
        range.count() == 1
            ? "frame " + range.first()
            : "frames " + range.first() + " to " + (range.end() - 1);
    add(
        Kind.FRAMES,
        "%s (%s) %s %s in the first run and %s"
            .formatted(
                frames,
                PhysicalAddress.ofFrame(range.first()).toJson(),
                range.count() == 1 ? "is" : "are",
                run.free() ? "allocated" : "free",
                run.free() ? "free" : "allocated"),
        List.of(range),
        null);
  }

  /// Before the allocator is ready its account means nothing.
  private static Optional<FrameBitmap> bitmap(Moments.Seen seen) {
    return seen.kernel().moment().ready()
            && seen.kernel().kernel().allocator() instanceof AllocatorReading.Read it
        ? Optional.of(it.map().free())
        : Optional.empty();
  }

  /// @param words what it is in the first run, and in the second: the sentence ends with "in the
  ///   second"
  void add(
      Kind kind, String words, @Nullable List<FrameRange> frames, @Nullable LinearAddress linear) {
    differences.add(
        new Difference(
            kind,
            "At " + first.name() + " " + words + " in the second.",
            first.name(),
            first.capture().n(),
            second.capture().n(),
            frames,
            linear));
  }
}
