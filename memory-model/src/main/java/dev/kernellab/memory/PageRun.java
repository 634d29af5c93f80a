// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.PhysicalAddress;

/// Neighbouring pages of one size that map neighbouring frames with the same rights.
///
/// @param length bytes
/// @param pageLength bytes of each page
record PageRun(
    long linear, long physical, long length, long pageLength, boolean writable, boolean user) {

  /// Is told of one run after another, in the order of linear addresses.
  @FunctionalInterface
  interface Visitor {
    /// @return whether to go on
    boolean run(PageRun run);
  }

  /// Its pages from one offset up to another, in bytes.
  PageRun part(long from, long to) {
    return to - from == length
        ? this
        : new PageRun(linear + from, physical + from, to - from, pageLength, writable, user);
  }

  boolean isLarge() {
    return pageLength > PhysicalAddress.FRAME_SIZE;
  }

  MappedRange range() {
    return new MappedRange(
        new LinearAddress(linear),
        new PhysicalAddress(physical),
        length,
        writable,
        user,
        isLarge());
  }
}
