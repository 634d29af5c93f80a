// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything that an address space maps. Walked through once as long as it is told in a few runs,
/// as that of every sensible kernel; a hostile one's is walked through each time instead of filling
/// the heap.
final class PageRuns {
  private static final int MOST_KEPT = 1024;

  private final PagingTables tables;

  /// Null before the first walk; none when they are too many to keep, or not all there are.
  private @Nullable List<PageRun> kept;

  PageRuns(PagingTables tables) {
    this.tables = tables;
  }

  /// @return whether all there is has been looked at, or as much as the visitor wanted
  boolean forEach(PageRun.Visitor visitor) {
    List<PageRun> runs = kept;
    if (runs == null) {
      runs = few();
      kept = runs;
    }
    if (runs.isEmpty()) {
      return walk(visitor);
    }
    for (PageRun run : runs) {
      if (!visitor.run(run)) {
        break;
      }
    }
    return true;
  }

  private List<PageRun> few() {
    var runs = new ArrayList<PageRun>();
    boolean complete = walk(run -> runs.size() < MOST_KEPT && runs.add(run));
    return complete && runs.size() < MOST_KEPT ? List.copyOf(runs) : List.of();
  }

  private boolean walk(PageRun.Visitor visitor) {
    var merger = new RunMerger(visitor);
    boolean complete = new PageWalker(tables).walk(merger);
    merger.close();
    return complete;
  }
}
