// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import dev.kernellab.protocol.FrameRange;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;

/// Sets of frames as sorted ranges that neither touch nor overlap.
public final class FrameRanges {
  private FrameRanges() {}

  /// All frames of all ranges, each once.
  public static List<FrameRange> union(Collection<FrameRange> ranges) {
    var frames = new BitSet();
    ranges.forEach(range -> frames.set(range.first(), range.end()));
    return firstOf(frames, Integer.MAX_VALUE).items();
  }

  /// The frames below 4 GiB among some, in whatever order.
  public static List<FrameRange> ofFrames(Collection<Long> frames) {
    var set = new BitSet();
    frames.stream().filter(frame -> frame < 1 << 20).forEach(frame -> set.set(frame.intValue()));
    return firstOf(set, Integer.MAX_VALUE).items();
  }

  /// The first so many ranges of a set of frames.
  public static List<FrameRange> first(BitSet frames, int limit) {
    return firstOf(frames, limit).items();
  }

  static Listing<FrameRange> firstOf(BitSet frames, int limit) {
    var ranges = new ArrayList<FrameRange>();
    int first = frames.nextSetBit(0);
    while (first >= 0) {
      if (ranges.size() == limit) {
        return new Listing<>(ranges, true);
      }
      int end = frames.nextClearBit(first);
      ranges.add(new FrameRange(first, end - first));
      first = frames.nextSetBit(end);
    }
    return new Listing<>(ranges, false);
  }
}
