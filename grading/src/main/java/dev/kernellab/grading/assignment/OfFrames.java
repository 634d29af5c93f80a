// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.assignment;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.kernellab.protocol.PhysicalAddress;

/// What the allocator's account has to say of the frames.
public sealed interface OfFrames extends Expectation {

  /// The allocator's bitmap is where the profile says: some frames are free, others are not, and no
  /// more are free than the machine has.
  @JsonTypeName("bitmap-in-place")
  record BitmapInPlace() implements OfFrames {}

  /// Every frame from `start` to `end` is allocated.
  @JsonTypeName("frames-allocated")
  record FramesAllocated(PhysicalAddress start, PhysicalAddress end) implements OfFrames {
    public FramesAllocated {
      requireOrder(start, end);
    }
  }

  /// Every frame from `start` to `end` is free; partly free earns part of the points.
  @JsonTypeName("frames-free")
  record FramesFree(PhysicalAddress start, PhysicalAddress end) implements OfFrames {
    public FramesFree {
      requireOrder(start, end);
    }
  }

  /// No frame is free where the machine has no RAM.
  @JsonTypeName("nothing-free-beyond-ram")
  record NothingFreeBeyondRam() implements OfFrames {}

  /// The RAM from `start` to the top is free; partly free earns part of the points.
  ///
  /// @param reservedAtTop bytes that the firmware keeps for itself at the top of RAM
  /// @param kernelMayHold frames that the kernel may have given to itself by then
  @JsonTypeName("usable-ram-free")
  record UsableRamFree(PhysicalAddress start, int reservedAtTop, int kernelMayHold)
      implements OfFrames {}

  private static void requireOrder(PhysicalAddress start, PhysicalAddress end) {
    if (end.compareTo(start) < 0) {
      throw new IllegalArgumentException("end: before start, " + end.toJson());
    }
  }
}
