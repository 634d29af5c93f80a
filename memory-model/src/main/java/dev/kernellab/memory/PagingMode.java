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
  /// CR4.PAE is 1: 64-bit entries. Recognised, so that it is never misread as [#BITS_32], and not
  /// decoded.
  @JsonProperty("pae")
  PAE;

  private static final int CR0_PG = 1 << 31;
  private static final int CR4_PAE = 1 << 5;
  private static final int CR4_PSE = 1 << 4;

  public static PagingMode of(Registers registers) {
    if ((registers.cr0().value() & CR0_PG) == 0) {
      return OFF;
    }
    return (registers.cr4().value() & CR4_PAE) == 0 ? BITS_32 : PAE;
  }

  /// CR4.PSE: a page directory entry may map 4 MiB.
  static boolean allowsLargePages(Registers registers) {
    return (registers.cr4().value() & CR4_PSE) != 0;
  }

  /// CR3, bits 31:12.
  static int directoryFrame(Registers registers) {
    return registers.cr3().value() >>> 12;
  }
}
