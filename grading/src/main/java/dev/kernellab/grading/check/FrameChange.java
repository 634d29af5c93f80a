// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.check;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import dev.kernellab.memory.FrameBitmap;
import dev.kernellab.memory.FrameRanges;
import dev.kernellab.protocol.FrameRange;
import java.util.BitSet;
import java.util.List;

/// Which frames are no longer what they were.
///
/// @param taken were free, and are allocated
/// @param given were allocated, and are free
record FrameChange(BitSet taken, BitSet given) {
  private static final int MAX_RANGES = 64;

  static FrameChange between(FrameBitmap before, FrameBitmap after) {
    BitSet taken = before.toBitSet();
    taken.andNot(after.toBitSet());
    BitSet given = after.toBitSet();
    given.andNot(before.toBitSet());
    return new FrameChange(taken, given);
  }

  boolean isNone() {
    return taken.isEmpty() && given.isEmpty();
  }

  /// Whether the frames that were taken are so many, and neighbours.
  boolean tookInARow(int frames) {
    int first = taken.nextSetBit(0);
    return taken.cardinality() == frames
        && first >= 0
        && taken.nextClearBit(first) == first + frames;
  }

  /// For a sentence: `3 frames were taken (1040 to 1042) and none given back`.
  String words() {
    return isNone()
        ? "no frame was taken or given back"
        : count(taken) + " taken and " + count(given) + " given back";
  }

  private static String count(BitSet frames) {
    int first = frames.nextSetBit(0);
    return switch (frames.cardinality()) {
      case 0 -> "none";
      case 1 -> "frame " + first + " was";
      default ->
          format(
              ROOT,
              "%,d frames (from %d to %d) were",
              frames.cardinality(),
              first,
              frames.length() - 1);
    };
  }

  /// All of them, as sorted ranges.
  List<FrameRange> frames() {
    var all = (BitSet) taken.clone();
    all.or(given);
    return FrameRanges.first(all, MAX_RANGES);
  }
}
