// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.check;

import dev.kernellab.memory.Finding;
import dev.kernellab.memory.FrameRanges;
import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.PhysicalAddress;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/// Sets of frames, and how a finding tells of one.
final class Sets {
  private static final int MAX_RANGES = 64;

  private Sets() {}

  /// The first so many ranges.
  static List<FrameRange> first(List<FrameRange> ranges) {
    return ranges.subList(0, Math.min(MAX_RANGES, ranges.size()));
  }

  static BitSet of(List<FrameRange> ranges) {
    var frames = new BitSet();
    ranges.forEach(range -> frames.set(range.first(), range.end()));
    return frames;
  }

  /// Every frame that one of the addresses from `start` to `end` lies in, below 4 GiB.
  static void addAddresses(BitSet frames, PhysicalAddress start, PhysicalAddress end) {
    long first = start.frame();
    long last = Math.min(end.frame(), (1 << 20) - 1);
    if (first <= last) {
      frames.set((int) first, (int) last + 1);
    }
  }

  static BitSet both(BitSet one, BitSet other) {
    var both = (BitSet) one.clone();
    both.and(other);
    return both;
  }

  static BitSet without(BitSet all, BitSet some) {
    var rest = (BitSet) all.clone();
    rest.andNot(some);
    return rest;
  }

  /// Adds a finding when there are frames to tell of.
  ///
  /// @param message a sentence with a place for them
  static void report(List<Finding> findings, String id, String message, BitSet frames) {
    if (!frames.isEmpty()) {
      int first = frames.nextSetBit(0);
      String where =
          String.format(
              Locale.ROOT,
              "%,d from frame %d (%s) on",
              frames.cardinality(),
              first,
              PhysicalAddress.ofFrame(first));
      findings.add(
          new Finding(
              id,
              String.format(Locale.ROOT, message, where),
              FrameRanges.first(frames, MAX_RANGES)));
    }
  }
}
