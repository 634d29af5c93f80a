// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Neighbouring physical addresses of one sort.
///
/// @param end the last address inside
/// @param name QEMU's own, such as `pc.ram` or `vga.vram`
public record PhysicalSpan(PhysicalAddress start, PhysicalAddress end, Sort sort, String name) {
  public PhysicalSpan {
    if (end.compareTo(start) < 0) {
      throw new IllegalArgumentException("span \"" + name + "\": ends before it starts");
    }
  }

  /// What answers on the bus.
  public enum Sort {
    @JsonProperty("ram")
    RAM,
    @JsonProperty("rom")
    ROM,
    /// A device's memory or registers.
    @JsonProperty("device")
    DEVICE
  }
}
