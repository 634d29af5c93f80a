// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import java.util.ArrayList;
import java.util.List;

/// Takes the first so many runs. Used once.
final class FirstRanges implements PageRun.Visitor {
  private final int limit;
  private final List<MappedRange> ranges = new ArrayList<>();
  private boolean more;

  FirstRanges(int limit) {
    this.limit = limit;
  }

  @Override
  public boolean run(PageRun run) {
    more = ranges.size() == limit;
    return !more && ranges.add(run.range());
  }

  /// @param complete no run was left out before they came here
  Listing<MappedRange> listing(boolean complete) {
    return new Listing<>(ranges, more || !complete);
  }
}
