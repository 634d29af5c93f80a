// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.assignment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.PhysicalAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the page tables have to map.
public sealed interface OfPages extends Expectation {

  /// What the processor uses is never in the making.
  @Override
  default boolean holdsAlways() {
    return holdsOnwards();
  }

  /// Linear addresses from `start` to `end`, both inside.
  record LinearRange(LinearAddress start, LinearAddress end) {
    public LinearRange {
      requireOrder(start, end);
    }

    /// Whether any of the `length` bytes from `address` on lie inside.
    public boolean overlaps(long address, long length) {
      return address <= end.value() && address + length > start.value();
    }
  }

  /// Directory entry `entry` refers to the directory itself.
  ///
  /// @param onwards from the checkpoint on, not only there; absent: there
  @JsonTypeName("self-reference")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record SelfReference(int entry, @Nullable Boolean onwards) implements OfPages {
    public SelfReference {
      if (entry < 0 || entry > 1023) {
        throw new IllegalArgumentException("entry: expected 0 to 1023, got " + entry);
      }
    }

    @Override
    public boolean holdsOnwards() {
      return Boolean.TRUE.equals(onwards);
    }
  }

  /// Every page of every mapping is there.
  ///
  /// @param onwards from the checkpoint on, not only there; absent: there
  @JsonTypeName("mapped")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Mapped(List<Mapping> mappings, @Nullable Boolean onwards) implements OfPages {
    public Mapped {
      mappings = List.copyOf(mappings);
    }

    @Override
    public boolean holdsOnwards() {
      return Boolean.TRUE.equals(onwards);
    }
  }

  /// The linear addresses from `start` to `end`, mapped in one piece from `physical` on.
  ///
  /// @param writable what the processor has to grant; absent: either is right
  /// @param user the same
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Mapping(
      LinearAddress start,
      LinearAddress end,
      PhysicalAddress physical,
      @Nullable Boolean writable,
      @Nullable Boolean user) {
    public Mapping {
      requireOrder(start, end);
    }
  }

  /// At least one page of the range is mapped.
  @JsonTypeName("some-mapped")
  record SomeMapped(LinearRange range) implements OfPages {}

  /// Nothing is mapped in any of the ranges.
  ///
  /// @param onwards from the checkpoint on, not only there
  @JsonTypeName("unmapped")
  record Unmapped(List<LinearRange> ranges, boolean onwards) implements OfPages {
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
  record IdentityGone(LinearRange range) implements OfPages {
    @Override
    public boolean holdsOnwards() {
      return true;
    }
  }

  /// From the checkpoint on, no page of the range is accessible to the user.
  @JsonTypeName("supervisor-only")
  record SupervisorOnly(LinearRange range) implements OfPages {
    @Override
    public boolean holdsOnwards() {
      return true;
    }
  }

  private static void requireOrder(LinearAddress start, LinearAddress end) {
    if (end.compareTo(start) < 0) {
      throw new IllegalArgumentException("end: before start, " + end.toJson());
    }
  }
}
