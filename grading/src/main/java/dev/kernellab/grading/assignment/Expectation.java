// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.assignment;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.PhysicalAddress;
import java.util.List;

/// What a check expects of memory. The names are those of assignment files; how each is judged
/// stands in the grading package. All of it is read from the hardware, never from what the kernel
/// prints.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(Expectation.BitmapInPlace.class),
  @JsonSubTypes.Type(Expectation.FramesAllocated.class),
  @JsonSubTypes.Type(Expectation.NothingFreeBeyondRam.class),
  @JsonSubTypes.Type(Expectation.UsableRamFree.class),
  @JsonSubTypes.Type(Expectation.SelfReference.class),
  @JsonSubTypes.Type(Expectation.Mapped.class),
  @JsonSubTypes.Type(Expectation.Unmapped.class),
  @JsonSubTypes.Type(Expectation.IdentityGone.class),
  @JsonSubTypes.Type(Expectation.SupervisorOnly.class)
})
public sealed interface Expectation {

  /// Whether it has to hold from the checkpoint on, in every snapshot, not only there.
  default boolean holdsOnwards() {
    return false;
  }

  /// Linear addresses from `start` to `end`, both inside.
  record LinearRange(LinearAddress start, LinearAddress end) {
    public LinearRange {
      if (end.compareTo(start) < 0) {
        throw new IllegalArgumentException("end: before start, " + end);
      }
    }

    /// Whether any of the `length` bytes from `address` on lie inside.
    public boolean overlaps(long address, long length) {
      return address <= end.value() && address + length > start.value();
    }
  }

  /// The allocator's bitmap is where the profile says: some frames are free, others are not, and no
  /// more are free than the machine has.
  @JsonTypeName("bitmap-in-place")
  record BitmapInPlace() implements Expectation {}

  /// Every frame from `start` to `end` is allocated.
  @JsonTypeName("frames-allocated")
  record FramesAllocated(PhysicalAddress start, PhysicalAddress end) implements Expectation {
    public FramesAllocated {
      if (end.compareTo(start) < 0) {
        throw new IllegalArgumentException("end: before start, " + end);
      }
    }
  }

  /// No frame is free where the machine has no RAM.
  @JsonTypeName("nothing-free-beyond-ram")
  record NothingFreeBeyondRam() implements Expectation {}

  /// The RAM from `start` to the top is free; partly free earns part of the points.
  ///
  /// @param reservedAtTop bytes that the firmware keeps for itself at the top of RAM
  /// @param kernelMayHold frames that the kernel may have given to itself by then
  @JsonTypeName("usable-ram-free")
  record UsableRamFree(PhysicalAddress start, int reservedAtTop, int kernelMayHold)
      implements Expectation {}

  /// Directory entry `entry` refers to the directory itself.
  @JsonTypeName("self-reference")
  record SelfReference(int entry) implements Expectation {
    public SelfReference {
      if (entry < 0 || entry > 1023) {
        throw new IllegalArgumentException("entry: expected 0 to 1023, got " + entry);
      }
    }
  }

  /// Every page of every mapping is there, with whatever rights.
  @JsonTypeName("mapped")
  record Mapped(List<Mapping> mappings) implements Expectation {
    public Mapped {
      mappings = List.copyOf(mappings);
    }
  }

  /// The linear addresses from `start` to `end`, mapped in one piece from `physical` on.
  record Mapping(LinearAddress start, LinearAddress end, PhysicalAddress physical) {
    public Mapping {
      if (end.compareTo(start) < 0) {
        throw new IllegalArgumentException("end: before start, " + end);
      }
    }
  }

  /// Nothing is mapped in any of the ranges.
  ///
  /// @param onwards from the checkpoint on, not only there
  @JsonTypeName("unmapped")
  record Unmapped(List<LinearRange> ranges, boolean onwards) implements Expectation {
    public Unmapped {
      ranges = List.copyOf(ranges);
    }

    @Override
    public boolean holdsOnwards() {
      return onwards;
    }
  }

  /// Nothing is mapped in the range; later on nothing but what a process has put there itself:
  /// accessible to the user, and not mapped one to one.
  @JsonTypeName("identity-gone")
  record IdentityGone(LinearRange range) implements Expectation {
    @Override
    public boolean holdsOnwards() {
      return true;
    }
  }

  /// From the checkpoint on, no page of the range is accessible to the user.
  @JsonTypeName("supervisor-only")
  record SupervisorOnly(LinearRange range) implements Expectation {
    @Override
    public boolean holdsOnwards() {
      return true;
    }
  }
}
