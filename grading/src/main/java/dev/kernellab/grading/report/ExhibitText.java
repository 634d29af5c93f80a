// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.report;

import dev.kernellab.grading.check.Exhibit;
import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.PhysicalAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Says where in a run's evidence the answer stands.
final class ExhibitText {
  private static final int MOST_RANGES = 16;

  private ExhibitText() {}

  static String of(@Nullable Exhibit exhibit) {
    if (exhibit == null) {
      return "";
    }
    var parts = new ArrayList<String>();
    parts.add("snapshot " + exhibit.snapshot());
    if (exhibit.linear() != null) {
      parts.add("linear address " + exhibit.linear().toJson());
    }
    if (exhibit.frames() != null && !exhibit.frames().isEmpty()) {
      parts.add(frames(exhibit.frames()));
    }
    if (exhibit.entries() != null) {
      exhibit.entries().forEach(it -> parts.add("PDE " + it.index() + " is " + it.value()));
    }
    return String.join(", ", parts);
  }

  private static String frames(List<FrameRange> ranges) {
    List<String> shown = ranges.stream().limit(MOST_RANGES).map(ExhibitText::range).toList();
    int left = ranges.size() - shown.size();
    return "frames "
        + String.join(", ", shown)
        + (left == 0 ? "" : " and " + left + " ranges more");
  }

  private static String range(FrameRange range) {
    String first = range.first() + " (" + PhysicalAddress.ofFrame(range.first()).toJson() + ")";
    return range.count() == 1 ? first : first + " to " + (range.end() - 1);
  }
}
