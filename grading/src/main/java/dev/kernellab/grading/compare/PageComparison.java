// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.compare;

import dev.kernellab.grading.compare.Difference.Kind;
import dev.kernellab.memory.AddressSpace;
import dev.kernellab.memory.MappedRange;
import java.util.List;

/// What both address spaces map, for the modes whose entries are not compared: the first range that
/// differs.
record PageComparison(MomentComparison moment, AddressSpace first, AddressSpace second) {
  private static final int MOST_RANGES = 65_536;

  void compare() {
    List<MappedRange> ours = first.ranges(MOST_RANGES).items();
    List<MappedRange> theirs = second.ranges(MOST_RANGES).items();
    for (int i = 0; i < Math.max(ours.size(), theirs.size()); i++) {
      MappedRange one = i < ours.size() ? ours.get(i) : null;
      MappedRange other = i < theirs.size() ? theirs.get(i) : null;
      if (one == null || !one.equals(other)) {
        String words = "range " + i + " is " + words(one) + " in the first run and " + words(other);
        MappedRange there = one == null ? other : one;
        moment.add(Kind.PAGES, words, null, there == null ? null : there.virtual());
        return; // those after it are the next ones, not the same ones
      }
    }
  }

  private static String words(@org.jspecify.annotations.Nullable MappedRange range) {
    return range == null
        ? "missing"
        : "%s, %d KiB, mapped to %s%s%s,"
            .formatted(
                range.virtual().toJson(),
                range.length() / 1024,
                range.physical().toJson(),
                range.writable() ? ", writable" : "",
                range.user() ? ", user" : "");
  }
}
