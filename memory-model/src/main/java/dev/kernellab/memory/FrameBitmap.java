// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.FrameRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;

/// Which frames are free, whatever way the kernel writes that down. Immutable.
public final class FrameBitmap {
  private final int frames;

  /// Bit `f` set: frame `f` is free. Works a 64-bit word at a time.
  private final BitSet free;

  private FrameBitmap(int frames, BitSet free) {
    this.frames = frames;
    this.free = free;
  }

  /// From the set of free frames.
  public static FrameBitmap ofFree(BitSet free, int frames) {
    return new FrameBitmap(frames, (BitSet) free.clone());
  }

  /// From the normal form that [#toBytes] gives.
  public static FrameBitmap ofBytes(byte[] normalForm) {
    return new FrameBitmap(normalForm.length * 8, BitSet.valueOf(normalForm));
  }

  /// What every bitmap starts from: nothing is free.
  public static FrameBitmap allAllocated(int frames) {
    return new FrameBitmap(frames, new BitSet());
  }

  /// How many frames the bitmap speaks of, from frame 0 on.
  public int frames() {
    return frames;
  }

  /// Of a frame past the end of the bitmap the kernel says nothing: it is not free.
  public boolean isFree(int frame) {
    return free.get(frame);
  }

  public int freeCount() {
    return free.cardinality();
  }

  public int allocatedCount() {
    return frames - freeCount();
  }

  /// How many of the frames in `range` are free.
  public int freeCount(FrameRange range) {
    return free.get(range.first(), range.end()).cardinality();
  }

  public Listing<FrameRange> freeRanges(int limit) {
    return FrameRanges.firstOf(free, limit);
  }

  /// The free frames inside `range`.
  public Listing<FrameRange> freeRanges(FrameRange range, int limit) {
    var inside = new BitSet();
    inside.set(range.first(), range.end());
    inside.and(free);
    return FrameRanges.firstOf(inside, limit);
  }

  /// The allocated frames inside `range`.
  public Listing<FrameRange> allocatedRanges(FrameRange range, int limit) {
    var inside = new BitSet();
    inside.set(range.first(), range.end());
    inside.andNot(free);
    return FrameRanges.firstOf(inside, limit);
  }

  /// Maximal runs of frames that are not what they were, and what they are now.
  ///
  /// @throws IllegalArgumentException when the bitmaps differ in size
  public Listing<FrameRun> changesSince(FrameBitmap earlier, int limit) {
    if (earlier.frames != frames) {
      throw new IllegalArgumentException(
          "bitmaps of different size: " + earlier.frames + " and " + frames + " frames");
    }
    var changed = (BitSet) free.clone();
    changed.xor(earlier.free);
    var runs = new ArrayList<FrameRun>();
    int first = changed.nextSetBit(0);
    while (first >= 0) {
      if (runs.size() == limit) {
        return new Listing<>(runs, true);
      }
      int end = endOfRun(changed, first);
      runs.add(new FrameRun(new FrameRange(first, end - first), free.get(first)));
      first = changed.nextSetBit(end);
    }
    return new Listing<>(runs, false);
  }

  /// The normal form: bit `f mod 8`, least significant first, of byte `f div 8` is frame `f`; 1 is
  /// free.
  public byte[] toBytes() {
    return Arrays.copyOf(free.toByteArray(), frames / 8);
  }

  /// Shares nothing with this bitmap.
  public BitSet toBitSet() {
    return (BitSet) free.clone();
  }

  private int endOfRun(BitSet changed, int first) {
    int endOfChange = changed.nextClearBit(first);
    if (free.get(first)) {
      return Math.min(endOfChange, free.nextClearBit(first));
    }
    int nextFree = free.nextSetBit(first);
    return nextFree < 0 ? endOfChange : Math.min(endOfChange, nextFree);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FrameBitmap bitmap
        && frames == bitmap.frames
        && free.equals(bitmap.free);
  }

  @Override
  public int hashCode() {
    return 31 * frames + free.hashCode();
  }

  @Override
  public String toString() {
    return "FrameBitmap[" + freeCount() + " of " + frames + " frames free]";
  }
}
