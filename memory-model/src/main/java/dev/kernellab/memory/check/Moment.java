// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.check;

import dev.kernellab.memory.allocator.AllocationMap;
import dev.kernellab.protocol.PhysicalSpan;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known at one moment of a run besides the kernel's memory itself.
///
/// @param allocation null until the kernel's allocator is ready, and when it cannot be read
/// @param ready whether the allocator's account means something by now
/// @param onceFree frames that were free at some moment before
/// @param physicalMap what lies where by QEMU's account; empty when it was not told
/// @param writtenWhileFree free frames that do not hold what they should
public record Moment(
    @Nullable AllocationMap allocation,
    boolean ready,
    BitSet onceFree,
    List<PhysicalSpan> physicalMap,
    BitSet writtenWhileFree) {
  /// Of a run in which nobody looks at what free frames hold.
  public Moment(
      @Nullable AllocationMap allocation,
      boolean ready,
      BitSet onceFree,
      List<PhysicalSpan> physicalMap) {
    this(allocation, ready, onceFree, physicalMap, new BitSet());
  }
}
