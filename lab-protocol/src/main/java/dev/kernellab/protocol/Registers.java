// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// The processor's registers as the monitor showed them.
///
/// @param efer the extended feature enable register, an MSR; absent when it is 0
/// @param gdtLimit bytes in the global descriptor table, less one
/// @param idtLimit bytes in the interrupt descriptor table, less one
/// @param halted the processor sits in `hlt`
/// @param segments absent in evidence from before they were told
/// @param wide of a processor that executes 64-bit code, whose lower halves the others are; absent
///   otherwise
@JsonInclude(JsonInclude.Include.NON_NULL)
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
    @Nullable Hex32 efer,
    LinearAddress gdtBase,
    int gdtLimit,
    LinearAddress idtBase,
    int idtLimit,
    boolean halted,
    @Nullable Segments segments,
    @Nullable Wide wide) {
  /// Registers as 64-bit code has them (Intel SDM vol. 1, 3.4.1.1).
  public record Wide(
      Hex64 rip,
      Hex64 rsp,
      Hex64 rbp,
      Hex64 rax,
      Hex64 rbx,
      Hex64 rcx,
      Hex64 rdx,
      Hex64 rsi,
      Hex64 rdi,
      Hex64 r8,
      Hex64 r9,
      Hex64 r10,
      Hex64 r11,
      Hex64 r12,
      Hex64 r13,
      Hex64 r14,
      Hex64 r15,
      Hex64 cr2,
      Hex64 cr3) {}

  /// Of a processor whose EFER is 0.
  public Registers(
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
    this(
        eip, esp, ebp, eflags, eax, ebx, ecx, edx, esi, edi, cr0, cr2, cr3, cr4, null, gdtBase,
        gdtLimit, idtBase, idtLimit, halted, null, null);
  }

  /// The same processor, its segment registers told too.
  public Registers with(Segments segments) {
    return new Registers(
        eip, esp, ebp, eflags, eax, ebx, ecx, edx, esi, edi, cr0, cr2, cr3, cr4, efer, gdtBase,
        gdtLimit, idtBase, idtLimit, halted, segments, wide);
  }

  /// EFER; 0 where it was not worth telling.
  public long extendedFeatures() {
    return efer == null ? 0 : efer.unsigned();
  }

  /// CR3, as wide as it is.
  public long pageTableRoot() {
    return wide == null ? cr3.unsigned() : wide.cr3().value();
  }

  /// EIP or RIP, as a person reads it.
  public String programCounter() {
    return wide == null ? eip.toString() : wide.rip().toString();
  }

  /// CR2, as a person reads it: the linear address of the last page fault.
  public String faultAddress() {
    return wide == null ? cr2.toString() : wide.cr2().toString();
  }

  /// EFLAGS.IF: the processor takes maskable interrupts (Intel SDM vol. 1, 3.4.3.3).
  public boolean interruptsEnabled() {
    return (eflags.value() & 1 << 9) != 0;
  }
}
