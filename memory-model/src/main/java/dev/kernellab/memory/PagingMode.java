// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.kernellab.protocol.Registers;

/// How the processor translates linear addresses (Intel SDM vol. 3, 4.1.1).
public enum PagingMode {
  /// CR0.PG is 0: linear addresses are physical ones.
  @JsonProperty("off")
  OFF,
  /// Two levels of 32-bit entries.
  @JsonProperty("32bit")
  BITS_32,
  /// Three levels, the lower two of 64-bit entries; linear addresses of 32 bits.
  @JsonProperty("pae")
  PAE,
  /// Four levels of 64-bit entries; linear addresses of 48 bits.
  @JsonProperty("4level")
  LEVELS_4,
  /// Five levels. Recognised, so that it is never misread as [#LEVELS_4], and not decoded.
  @JsonProperty("5level")
  LEVELS_5;

  public static PagingMode of(Registers registers) {
    return ControlRegisters.of(registers).mode();
  }

  /// Linear addresses end at 4 GiB.
  public boolean isNarrow() {
    return switch (this) {
      case OFF, BITS_32, PAE -> true;
      case LEVELS_4, LEVELS_5 -> false;
    };
  }
}
