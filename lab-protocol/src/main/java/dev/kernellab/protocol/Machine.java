// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;

/// The computer a kernel is booted on.
///
/// @param ramMiB size of RAM, 4 to 4096 MiB
public record Machine(Type type, int ramMiB) {
  /// QEMU's machine types that the lab offers.
  public enum Type {
    @JsonProperty("pc")
    PC,
    @JsonProperty("q35")
    Q35
  }

  public Machine {
    if (ramMiB < 4 || ramMiB > 4096) {
      throw new IllegalArgumentException("machine.ramMiB: expected 4 to 4096, got " + ramMiB);
    }
  }
}
