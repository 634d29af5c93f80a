// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.observe;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.kernellab.memory.allocator.AllocationMap;
import dev.kernellab.protocol.PhysicalAddress;
import org.jspecify.annotations.Nullable;

/// One frame, by the kernel's own account.
///
/// @param source where the account says so; absent when it says so by leaving the frame out of a
///   list, or says nothing of it
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FrameView(
    int frame, PhysicalAddress address, State state, AllocationMap.@Nullable Source source) {
  /// What the account says.
  public enum State {
    @JsonProperty("free")
    FREE,
    @JsonProperty("allocated")
    ALLOCATED,
    /// Nothing: no allocator gives this frame out.
    @JsonProperty("unknown")
    UNKNOWN,
    /// Nothing yet: the allocator is not ready, or cannot be read.
    @JsonProperty("not-yet")
    NOT_YET
  }

  static FrameView of(int frame, @Nullable AllocationMap allocation) {
    PhysicalAddress address = PhysicalAddress.ofFrame(frame);
    if (allocation == null) {
      return new FrameView(frame, address, State.NOT_YET, null);
    }
    State state =
        allocation.free().isFree(frame)
            ? State.FREE
            : allocation.isKnown(frame) ? State.ALLOCATED : State.UNKNOWN;
    return new FrameView(frame, address, state, allocation.source(frame).orElse(null));
  }
}
