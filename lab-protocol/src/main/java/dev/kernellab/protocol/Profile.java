// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// Where to look: how one kernel keeps its memory. No address of a kernel's layout stands anywhere
/// else in the lab.
///
/// @param checkpoints global functions of the kernel at which the lab stops and looks, in the order
///   expected
/// @param regions the linear address space, as the design wants it
/// @param physicalRegions physical memory, as the design wants it
public record Profile(
    String name,
    String title,
    AllocatorProfile allocator,
    List<Checkpoint> checkpoints,
    List<LinearRegion> regions,
    List<PhysicalRegion> physicalRegions) {

  public Profile {
    checkpoints = List.copyOf(checkpoints);
    regions = List.copyOf(regions);
    physicalRegions = List.copyOf(physicalRegions);
  }

  /// A moment worth looking at.
  ///
  /// @param symbol the function's symbol in the ELF file
  /// @param promise what is true of memory by then, in a sentence
  public record Checkpoint(String symbol, String title, String promise) {}

  /// @param end the last address inside
  public record LinearRegion(String name, LinearAddress start, LinearAddress end, Kind kind) {
    public LinearRegion {
      if (end.compareTo(start) < 0) {
        throw new IllegalArgumentException("region \"" + name + "\": ends before it starts");
      }
    }
  }

  /// @param end the last address inside
  public record PhysicalRegion(String name, PhysicalAddress start, PhysicalAddress end, Kind kind) {
    public PhysicalRegion {
      if (end.compareTo(start) < 0) {
        throw new IllegalArgumentException(
            "physical region \"" + name + "\": ends before it starts");
      }
    }
  }

  public enum Kind {
    @JsonProperty("user")
    USER,
    @JsonProperty("kernel")
    KERNEL,
    @JsonProperty("heap")
    HEAP,
    @JsonProperty("stacks")
    STACKS,
    @JsonProperty("self-reference")
    SELF_REFERENCE,
    @JsonProperty("guard")
    GUARD,
    @JsonProperty("hardware")
    HARDWARE,
    @JsonProperty("usable")
    USABLE
  }
}
