// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

/// The processor's registers as the monitor showed them.
///
/// @param gdtLimit bytes in the global descriptor table, less one
/// @param idtLimit bytes in the interrupt descriptor table, less one
/// @param halted the processor sits in `hlt`
public record Registers(
    Hex32 eip,
    Hex32 esp,
    Hex32 ebp,
    Hex32 eflags,
    Hex32 eax,
    Hex32 ebx,
    Hex32 ecx,
    Hex32 edx,
    Hex32 esi,
    Hex32 edi,
    Hex32 cr0,
    Hex32 cr2,
    Hex32 cr3,
    Hex32 cr4,
    LinearAddress gdtBase,
    int gdtLimit,
    LinearAddress idtBase,
    int idtLimit,
    boolean halted) {

  /// EFLAGS.IF: the processor takes maskable interrupts (Intel SDM vol. 1, 3.4.3.3).
  public boolean interruptsEnabled() {
    return (eflags.value() & 1 << 9) != 0;
  }
}
