// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.compare;

import dev.kernellab.memory.Listing;
import java.util.ArrayList;
import java.util.List;

/// Collects differences up to a limit: two kernels can differ in a million frames.
final class Differences {
  private final List<Difference> found = new ArrayList<>();
  private final int limit;
  private boolean more;

  Differences(int limit) {
    this.limit = limit;
  }

  void add(Difference difference) {
    if (isFull()) {
      more = true;
    } else {
      found.add(difference);
    }
  }

  boolean isFull() {
    return found.size() == limit;
  }

  /// There are others that were not looked for.
  void cutShort() {
    more = true;
  }

  Listing<Difference> listing() {
    return new Listing<>(found, more);
  }
}
