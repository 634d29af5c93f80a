// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.qmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kernellab.protocol.Hex32;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.Segments;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.StringNode;

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
    CpuState cpu = RegisterDump.parse(new StringNode(TEXT));
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
    Segments segments =
        Objects.requireNonNull(RegisterDump.parse(new StringNode(TEXT)).registers().segments());

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
    assertThat(RegisterDump.parse(new StringNode(TEXT)).instructionPointer())
        .isEqualTo(LinearAddress.parse("0xF0100010"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"EAX=2badb002", "EIP=00100010", "HLT=1", "CS =0008", "GDT=  ", "CR0="})
  void refusesWhenAnythingIsMissing(String piece) {
    assertThatThrownBy(() -> RegisterDump.parse(new StringNode(TEXT.replace(piece, ""))))
        .isInstanceOf(QmpProtocolException.class);
  }

  @Test
  void refusesWhatIsTooLong() {
    assertThatThrownBy(() -> RegisterDump.parse(new StringNode(TEXT + " ".repeat(20_000))))
        .isInstanceOf(QmpProtocolException.class)
        .hasMessageContaining("longer");
  }
}
