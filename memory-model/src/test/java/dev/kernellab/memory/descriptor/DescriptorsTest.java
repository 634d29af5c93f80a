// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.descriptor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.memory.AddressSpace;
import dev.kernellab.memory.DrawnMemory;
import dev.kernellab.memory.DrawnRegisters;
import dev.kernellab.memory.LinearMemory;
import dev.kernellab.memory.descriptor.SegmentDescriptor.Kind;
import dev.kernellab.protocol.Hex32;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.Registers;
import dev.kernellab.protocol.Segments;
import dev.kernellab.protocol.Segments.Segment;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Descriptors written out by hand from the figures of the Intel SDM, vol. 3.
class DescriptorsTest {
  @Nested
  class ASegment {
    /// The flat code segment of every boot loader: 00CF9A00 0000FFFF.
    @Test
    void ofFlatCode() {
      var code = new SegmentDescriptor(0x00CF_9A00_0000_FFFFL);

      assertThat(code.kind()).isEqualTo(Kind.CODE);
      assertThat(code.base()).isZero();
      assertThat(code.limit()).isEqualTo(0xFFFF_FFFFL);
      assertThat(code.privilege()).isZero();
      assertThat(code.isPresent()).isTrue();
      assertThat(code.is32Bit()).isTrue();
      assertThat(code.isWritable()).isFalse();
    }

    /// Base 0x12345678, limit 0xABCDE in bytes, user data, writable, 16-bit.
    @Test
    void whoseBaseAndLimitAreInPieces() {
      var data = new SegmentDescriptor(0x120A_F234_5678_BCDEL);

      assertThat(data.base()).isEqualTo(0x1234_5678L);
      assertThat(data.limit()).isEqualTo(0xA_BCDEL);
      assertThat(data.kind()).isEqualTo(Kind.DATA);
      assertThat(data.isWritable()).isTrue();
      assertThat(data.privilege()).isEqualTo(3);
      assertThat(data.is32Bit()).isFalse();
    }

    /// Table 3-2, "System-Segment and Gate-Descriptor Types".
    @ParameterizedTest
    @CsvSource({
      "0x82, LDT", "0x85, TASK_GATE", "0x89, TSS_AVAILABLE", "0x8B, TSS_BUSY", "0x8C, CALL_GATE",
      "0x81, OF_16_BITS", "0x80, RESERVED", "0x8E, RESERVED", "0x98, CODE", "0x90, DATA"
    })
    void isOfAKind(int access, Kind kind) {
      assertThat(new SegmentDescriptor((long) access << 40).kind()).isEqualTo(kind);
    }
  }

  /// Offset 0xF0101234, selector 8, present, interrupt gate, for user code.
  @Test
  void aGate() {
    var gate = new GateDescriptor(0xF010_EE00_0008_1234L);

    assertThat(gate.handler()).contains(new LinearAddress(0xF010_1234L));
    assertThat(gate.selector()).isEqualTo(8);
    assertThat(gate.kind()).isEqualTo(GateDescriptor.Kind.INTERRUPT);
    assertThat(gate.privilege()).isEqualTo(3);
    assertThat(gate.isPresent()).isTrue();
    assertThat(new GateDescriptor(0xF010_0F00_0008_1234L).kind())
        .isEqualTo(GateDescriptor.Kind.TRAP);
    assertThat(new GateDescriptor(0xF010_0F00_0008_1234L).isPresent()).isFalse();
    assertThat(new GateDescriptor(0x8500_0008_0000L).kind()).isEqualTo(GateDescriptor.Kind.TASK);
    assertThat(new GateDescriptor(0x9E00_0008_0000L).kind()).isEqualTo(GateDescriptor.Kind.INVALID);
  }

  @Nested
  class Tables {
    private final DrawnMemory memory = new DrawnMemory(16);

    /// GDT at 0x1FFA, so that an entry crosses a page; TSS at 0x3000.
    @Test
    void areReadWhereTheRegistersSay() {
      memory.putLong(0x1FFA + 8, 0x00CF_9A00_0000_FFFFL);
      memory.putLong(0x2500 + 14 * 8, 0x0000_8E00_0008_4000L);
      memory.put(0x3000 + 4, 0x9000).put(0x3000 + 8, 0x10).put(0x3000 + 100, 0x0068_0000);

      DescriptorTables tables = read(registers(0x1FFA, 23, 0x2500, 15 * 8 - 1));

      assertThat(tables.segments()).containsOnlyKeys(1);
      assertThat(tables.gates()).containsOnlyKeys(14);
      assertThat(tables.handlers()).containsExactly(new LinearAddress(0x4000));
      assertThat(tables.task())
          .contains(
              new TaskState.Of32Bits(new LinearAddress(0x3000), 0x10, new Hex32(0x9000), 0x68));
      assertThat(tables.gdtUnread()).isZero();
    }

    @Test
    void atNowhereAreCountedAsUnread() {
      DescriptorTables tables = read(registers(0xFFFF_F800L, 0xFFFF, 0xF000_0000L, 0xFFFF));

      assertThat(tables.gdtUnread()).isEqualTo(256);
      assertThat(tables.idtUnread()).isEqualTo(256);
      assertThat(problems(registers(0xF000_0000L, 0xFFFF, 0xF000_0000L, 0xFFFF))).isEmpty();
    }

    @Test
    void ofRealModeAreNoTables() {
      Registers real = DrawnMemory.registers(0, 0, 0).with(segments());

      assertThat(read(real).isDecoded()).isFalse();
      assertThat(problems(real)).isEmpty();
    }

    /// IDTR as firmware leaves it, and vectors of real mode where it leads.
    @Test
    void ofFirmwareAreNotTheKernels() {
      for (int vector = 0; vector < 256; vector++) {
        memory.put(vector * 4L, 0xF000_FF53L);
      }

      assertThat(read(registers(0x2000, 23, 0, 0x3FF)).isIdtOfFirmware()).isTrue();
      memory.putLong(0x68, 0x0000_8E00_0008_4000L);
      assertThat(read(registers(0x2000, 23, 0, 0x3FF)).isIdtOfFirmware()).isFalse();
    }

    private DescriptorTables read(Registers registers) {
      return DescriptorTables.read(registers, new LinearMemory(space(), memory));
    }

    private List<String> problems(Registers registers) {
      return new DescriptorChecks(read(registers), space(), address -> true)
          .problems().stream()
              .map(DescriptorProblem::message)
              .filter(it -> !it.contains("overlap"))
              .toList();
    }

    private AddressSpace space() {
      return memory.addressSpace(1, 0, 0);
    }

    private static Registers registers(long gdt, int gdtLimit, long idt, int idtLimit) {
      return DrawnRegisters.of(1, 0, 0)
          .with("gdtBase", new LinearAddress(gdt))
          .with("gdtLimit", gdtLimit)
          .with("idtBase", new LinearAddress(idt))
          .with("idtLimit", idtLimit)
          .with("segments", segments())
          .registers();
    }

    private static Segments segments() {
      Segment flat = segment(8, 0, -1, 0x00CF_9A00);
      return new Segments(
          flat,
          segment(16, 0, -1, 0x00CF_9300),
          segment(16, 0, -1, 0x00CF_9300),
          segment(0, 0, 0, 0),
          segment(0x28, 0x3000, 103, 0x8B00));
    }

    private static Segment segment(int selector, long base, int limit, int flags) {
      return new Segment(selector, new LinearAddress(base), new Hex32(limit), new Hex32(flags));
    }
  }
}
