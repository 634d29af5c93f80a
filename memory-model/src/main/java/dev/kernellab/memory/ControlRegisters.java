// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import dev.kernellab.protocol.Registers;

/// What decides how the processor translates, as wide as the processor has it.
///
/// @param efer the extended feature enable register, an MSR; 0 where there is none
public record ControlRegisters(long cr0, long cr3, long cr4, long efer) {
  private static final long CR0_PG = 1L << 31;
  private static final long CR4_PSE = 1L << 4;
  private static final long CR4_PAE = 1L << 5;
  private static final long CR4_LA57 = 1L << 12;
  private static final long EFER_LMA = 1L << 10;
  private static final long EFER_NXE = 1L << 11;

  public static ControlRegisters of(Registers registers) {
    return new ControlRegisters(
        registers.cr0().unsigned(),
        registers.pageTableRoot(),
        registers.cr4().unsigned(),
        registers.extendedFeatures());
  }

  /// Intel SDM vol. 3, 4.1.1.
  PagingMode mode() {
    if ((cr0 & CR0_PG) == 0) {
      return PagingMode.OFF;
    }
    if ((cr4 & CR4_PAE) == 0) {
      return PagingMode.BITS_32;
    }
    if ((efer & EFER_LMA) == 0) {
      return PagingMode.PAE;
    }
    return (cr4 & CR4_LA57) == 0 ? PagingMode.LEVELS_4 : PagingMode.LEVELS_5;
  }

  /// CR4.PSE: a page directory entry of 32-bit paging may map 4 MiB.
  boolean allowsLargePages() {
    return (cr4 & CR4_PSE) != 0;
  }

  /// EFER.NXE: bit 63 of an entry forbids execution; it is reserved otherwise.
  boolean allowsExecuteDisable() {
    return (efer & EFER_NXE) != 0;
  }
}
