// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.PhysicalAddress;
import java.util.ArrayList;
import java.util.List;

/// Joins pages into ranges as the walk comes by, so that a million pages never become a million
/// objects. Used once.
final class RangeMerger implements PageWalker.Visitor {
  private static final long SMALLEST_PAGE = 4 << 10;

  private final int limit;
  private final List<MappedRange> closed = new ArrayList<>();
  private boolean truncated;

  /// The range still growing; of length 0 before the first page.
  private long virtual;

  private long physical;
  private long length;
  private long pageLength;
  private boolean writable;
  private boolean user;

  RangeMerger(int limit) {
    this.limit = limit;
  }

  @Override
  public boolean page(long linear, long frame, long pageLength, boolean writable, boolean user) {
    boolean sameKind =
        this.writable == writable && this.user == user && this.pageLength == pageLength;
    if (!sameKind || virtual + length != linear || physical + length != frame) {
      close();
      if (closed.size() == limit) {
        truncated = true;
        length = 0;
        return false;
      }
      virtual = linear;
      physical = frame;
      length = 0;
      this.pageLength = pageLength;
      this.writable = writable;
      this.user = user;
    }
    length += pageLength;
    return true;
  }

  /// @param complete the walk came to its end
  Listing<MappedRange> ranges(boolean complete) {
    close();
    return new Listing<>(closed, truncated || !complete);
  }

  private void close() {
    if (length > 0) {
      closed.add(
          new MappedRange(
              new LinearAddress(virtual),
              new PhysicalAddress(physical),
              length,
              writable,
              user,
              pageLength > SMALLEST_PAGE));
      length = 0;
    }
  }
}
