// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.PhysicalAddress;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/// Holds what the page tables say against what the allocator says. A frame in use that counts as
/// free will be given away a second time.
public final class CrossChecks {
  private static final int MAX_RANGES = 64;

  private CrossChecks() {}

  /// What the page tables alone give away.
  public static List<Finding> of(AddressSpace space) {
    var findings = new ArrayList<Finding>();
    if (space.mode() == PagingMode.LEVELS_5) {
      findings.add(
          new Finding(
              "paging-not-decoded",
              "CR4.LA57 is set: the lab does not decode 5-level paging, so no mapping is shown.",
              List.of()));
    }
    add(
        findings,
        "paging-structure-outside-ram",
        "The page directory or page tables lie outside RAM: %s.",
        bits(space.unreadableFrames()));
    return findings;
  }

  /// What page tables and allocator together give away.
  public static List<Finding> of(AddressSpace space, FrameBitmap bitmap) {
    List<Finding> findings = of(space);
    BitSet free = bitmap.toBitSet();
    BitSet structures = bits(space.pagingFrames());
    BitSet mapped = space.mappedFrames();
    mapped.andNot(structures);
    mapped.and(free);
    structures.and(free);
    add(
        findings,
        "paging-structure-free",
        "The page directory or page tables lie in frames that the allocator counts as free: %s.",
        structures);
    add(
        findings,
        "mapped-but-free",
        "Pages are mapped to frames that the allocator counts as free: %s.",
        mapped);
    return findings;
  }

  private static void add(List<Finding> findings, String id, String message, BitSet frames) {
    if (!frames.isEmpty()) {
      List<FrameRange> ranges = FrameRanges.firstOf(frames, MAX_RANGES).items();
      String where =
          String.format(
              Locale.ROOT,
              "%,d from frame %d (%s) on",
              frames.cardinality(),
              ranges.getFirst().first(),
              PhysicalAddress.ofFrame(ranges.getFirst().first()));
      findings.add(new Finding(id, String.format(Locale.ROOT, message, where), ranges));
    }
  }

  private static BitSet bits(List<FrameRange> ranges) {
    var bits = new BitSet();
    ranges.forEach(range -> bits.set(range.first(), range.end()));
    return bits;
  }
}
