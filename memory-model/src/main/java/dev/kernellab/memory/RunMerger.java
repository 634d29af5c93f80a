// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

/// Joins pages into runs as the walk comes by, so that a million pages that go on from one another
/// never become a million objects. Used once; [#close] tells of the last run.
final class RunMerger implements PageWalker.Visitor {
  private final PageRun.Visitor visitor;

  /// The run still growing; of length 0 before the first page.
  private long virtual;

  private long physical;
  private long length;
  private long pageLength;
  private boolean writable;
  private boolean user;

  RunMerger(PageRun.Visitor visitor) {
    this.visitor = visitor;
  }

  @Override
  public boolean page(long linear, long frame, long pageLength, boolean writable, boolean user) {
    boolean sameKind =
        this.writable == writable && this.user == user && this.pageLength == pageLength;
    if (!sameKind || virtual + length != linear || physical + length != frame) {
      if (!close()) {
        return false;
      }
      virtual = linear;
      physical = frame;
      this.pageLength = pageLength;
      this.writable = writable;
      this.user = user;
    }
    length += pageLength;
    return true;
  }

  /// @return whether to go on
  boolean close() {
    boolean goOn =
        length == 0
            || visitor.run(new PageRun(virtual, physical, length, pageLength, writable, user));
    length = 0;
    return goOn;
  }
}
