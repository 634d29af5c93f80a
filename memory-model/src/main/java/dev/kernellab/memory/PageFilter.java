// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import java.util.Arrays;

/// Chooses pages, many at once: of pages that continue each other with the same rights, only one
/// that holds an edge, or comes just after one, is asked about anew.
public final class PageFilter {
  public static final PageFilter ALL = new PageFilter((linear, length, physical, user) -> true);
  public static final PageFilter USER = new PageFilter((linear, length, physical, user) -> user);

  private final Test test;
  private final long[] edges;

  /// Whether a page is wanted.
  @FunctionalInterface
  public interface Test {
    /// @param linear the page's first linear address
    /// @param length 4 KiB or more
    /// @param physical where it is mapped to
    boolean accepts(long linear, long length, long physical, boolean user);
  }

  /// @param edges every linear address that `test` compares a page's first or last with: the first
  ///   of a window, and the one just after its last
  public PageFilter(Test test, long... edges) {
    this.test = test;
    this.edges = edges.clone();
    Arrays.sort(this.edges);
  }

  /// Tells of the longest parts of a run that are wanted.
  ///
  /// @return whether to go on
  boolean pick(PageRun run, PageRun.Visitor visitor) {
    long wantedFrom = -1;
    for (long at = 0; at < run.length(); at = nextToAsk(run, at)) {
      boolean wanted =
          test.accepts(run.linear() + at, run.pageLength(), run.physical() + at, run.user());
      if (wanted && wantedFrom < 0) {
        wantedFrom = at;
      } else if (!wanted && wantedFrom >= 0) {
        if (!visitor.run(run.part(wantedFrom, at))) {
          return false;
        }
        wantedFrom = -1;
      }
    }
    return wantedFrom < 0 || visitor.run(run.part(wantedFrom, run.length()));
  }

  /// Offset of the next page in a run that may be answered otherwise than the one at `at`.
  private long nextToAsk(PageRun run, long at) {
    int found = Arrays.binarySearch(edges, run.linear() + at);
    int next = found < 0 ? -found - 1 : found + 1;
    while (next < edges.length && edges[next] == run.linear() + at) {
      next++; // an edge that is there twice
    }
    long edge = next < edges.length ? edges[next] - run.linear() : run.length();
    return edge < 0 || edge >= run.length()
        ? run.length()
        : Math.max(at + run.pageLength(), edge - edge % run.pageLength());
  }
}
