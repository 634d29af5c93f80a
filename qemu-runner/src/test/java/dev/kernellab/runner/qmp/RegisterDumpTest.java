// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.qmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kernellab.protocol.Hex32;
import dev.kernellab.protocol.Hex64;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.Segments;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegisterDumpTest {
  /// As QEMU 7.2 prints it.
  private static final String TEXT =
      """

      CPU#0
      EAX=2badb002 EBX=00009500 ECX=0010000c EDX=00010511
      ESI=00000001 EDI=00001000 EBP=00000002 ESP=00006f08
      EIP=00100010 EFL=00000206 [-----P-] CPL=0 II=0 A20=1 SMM=0 HLT=1
      ES =0010 00000000 ffffffff 00cf9300 DPL=0 DS   [-WA]
      CS =0008 f0000000 ffffffff 00cf9a00 DPL=0 CS32 [-R-]
      SS =0010 00000000 ffffffff 00cf9300 DPL=0 DS   [-WA]
      DS =0010 00000000 ffffffff 00cf9300 DPL=0 DS   [-WA]
      FS =0010 00000000 ffffffff 00cf9300 DPL=0 DS   [-WA]
      GS =0010 00000000 ffffffff 00cf9300 DPL=0 DS   [-WA]
      LDT=0000 00000000 0000ffff 00008200 DPL=0 LDT
      TR =0000 00000000 0000ffff 00008b00 DPL=0 TSS32-busy
      GDT=     f0001800 0000002f
      IDT=     f0001000 000007ff
      CR0=80010011 CR2=deadbeef CR3=0010a000 CR4=00000010
      DR0=00000000 DR1=00000000 DR2=00000000 DR3=00000000
      """
          .replace("\n", "\r\n");

  @Test
  void readsEveryRegister() throws Exception {
    CpuState cpu = RegisterDump.parse(TEXT);
    var registers = cpu.registers();

    assertThat(registers.eax()).isEqualTo(Hex32.parse("0x2BADB002"));
    assertThat(registers.ebx()).isEqualTo(Hex32.parse("0x00009500"));
    assertThat(registers.ecx()).isEqualTo(Hex32.parse("0x0010000C"));
    assertThat(registers.edx()).isEqualTo(Hex32.parse("0x00010511"));
    assertThat(registers.esi()).isEqualTo(Hex32.parse("0x00000001"));
    assertThat(registers.edi()).isEqualTo(Hex32.parse("0x00001000"));
    assertThat(registers.ebp()).isEqualTo(Hex32.parse("0x00000002"));
    assertThat(registers.esp()).isEqualTo(Hex32.parse("0x00006F08"));
    assertThat(registers.eip()).isEqualTo(Hex32.parse("0x00100010"));
    assertThat(registers.eflags()).isEqualTo(Hex32.parse("0x00000206"));
    assertThat(registers.cr0()).isEqualTo(Hex32.parse("0x80010011"));
    assertThat(registers.cr2()).isEqualTo(Hex32.parse("0xDEADBEEF"));
    assertThat(registers.cr3()).isEqualTo(Hex32.parse("0x0010A000"));
    assertThat(registers.cr4()).isEqualTo(Hex32.parse("0x00000010"));
    assertThat(registers.gdtBase()).isEqualTo(LinearAddress.parse("0xF0001800"));
    assertThat(registers.gdtLimit()).isEqualTo(0x2F);
    assertThat(registers.idtBase()).isEqualTo(LinearAddress.parse("0xF0001000"));
    assertThat(registers.idtLimit()).isEqualTo(0x7FF);
    assertThat(registers.halted()).isTrue();
    assertThat(registers.interruptsEnabled()).isTrue();
  }

  @Test
  void readsWhatTheProcessorRemembersOfSegments() throws Exception {
    Segments segments = Objects.requireNonNull(RegisterDump.parse(TEXT).registers().segments());

    assertThat(segments.cs())
        .isEqualTo(
            new Segments.Segment(
                8,
                LinearAddress.parse("0xF0000000"),
                Hex32.parse("0xFFFFFFFF"),
                Hex32.parse("0x00CF9A00")));
    assertThat(segments.tr().flags()).isEqualTo(Hex32.parse("0x00008B00"));
    assertThat(segments.privilege()).isZero();
  }

  @Test
  void theInstructionPointerIsRelativeToTheCodeSegment() throws Exception {
    assertThat(RegisterDump.parse(TEXT).instructionPointer())
        .isEqualTo(LinearAddress.parse("0xF0100010"));
  }

  /// The same processor in 64-bit code, as QEMU 7.2 prints it.
  private static final String WIDE =
      """

      CPU#0
      RAX=0000000000000001 RBX=0000000000000002 RCX=0000000000000003 RDX=0000000000000004
      RSI=0000000000000005 RDI=0000000000000006 RBP=0000000000000007 RSP=ffffffff80105127
      R8 =0000000000000008 R9 =0000000000000009 R10=000000000000000a R11=000000000000000b
      R12=000000000000000c R13=000000000000000d R14=000000000000000e R15=1122334455667788
      RIP=ffffffff80105026 RFL=00000046 [---Z-P-] CPL=0 II=0 A20=1 SMM=0 HLT=0
      ES =0018 0000000000000000 ffffffff 00cf9300 DPL=0 DS   [-WA]
      CS =0008 0000000000000000 ffffffff 00af9a00 DPL=0 CS64 [-R-]
      SS =0018 0000000000000000 ffffffff 00cf9300 DPL=0 DS   [-WA]
      DS =0018 0000000000000000 ffffffff 00cf9300 DPL=0 DS   [-WA]
      LDT=0000 0000000000000000 0000ffff 00008200 DPL=0 LDT
      TR =0000 0000000000000000 0000ffff 00008b00 DPL=0 TSS64-busy
      GDT=     00000000001000a0 0000000f
      IDT=     0000000000000000 00000000
      CR0=80000011 CR2=ffff800000001000 CR3=0000000000101000 CR4=00000020
      DR0=0000000000000000 DR1=0000000000000000 DR2=0000000000000000 DR3=0000000000000000
      EFER=0000000000000500
      """;

  @Test
  void registersOf64BitsAreReadWhole() throws Exception {
    CpuState cpu = RegisterDump.parse(WIDE);
    var registers = cpu.registers();
    var wide = Objects.requireNonNull(registers.wide());

    assertThat(wide.rip()).isEqualTo(Hex64.parse("0xFFFFFFFF80105026"));
    assertThat(wide.rsp()).isEqualTo(Hex64.parse("0xFFFFFFFF80105127"));
    assertThat(wide.rdi()).isEqualTo(Hex64.parse("0x6"));
    assertThat(wide.r8()).isEqualTo(Hex64.parse("0x8"));
    assertThat(wide.r15()).isEqualTo(Hex64.parse("0x1122334455667788"));
    assertThat(wide.cr2()).isEqualTo(Hex64.parse("0xFFFF800000001000"));
    assertThat(registers.eip()).isEqualTo(Hex32.parse("0x80105026"));
    assertThat(registers.eflags()).isEqualTo(Hex32.parse("0x00000046"));
    assertThat(registers.cr3()).isEqualTo(Hex32.parse("0x00101000"));
    assertThat(registers.extendedFeatures()).isEqualTo(0x500);
    assertThat(registers.halted()).isFalse();
    assertThat(cpu.instructionPointer()).isEqualTo(LinearAddress.parse("0xFFFFFFFF80105026"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"EAX=2badb002", "EIP=00100010", "HLT=1", "CS =0008", "GDT=  ", "CR0="})
  void refusesWhenAnythingIsMissing(String piece) {
    assertThatThrownBy(() -> RegisterDump.parse(TEXT.replace(piece, "")))
        .isInstanceOf(QmpProtocolException.class);
  }

  @Test
  void refusesWhatIsTooLong() {
    assertThatThrownBy(() -> RegisterDump.parse(TEXT + " ".repeat(20_000)))
        .isInstanceOf(QmpProtocolException.class)
        .hasMessageContaining("longer");
  }
}
