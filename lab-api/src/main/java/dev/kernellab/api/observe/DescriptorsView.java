// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.observe;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kernellab.memory.AddressSpace;
import dev.kernellab.memory.descriptor.DescriptorChecks;
import dev.kernellab.memory.descriptor.DescriptorProblem;
import dev.kernellab.memory.descriptor.DescriptorTables;
import dev.kernellab.memory.descriptor.Exceptions;
import dev.kernellab.memory.descriptor.GateDescriptor;
import dev.kernellab.memory.descriptor.SegmentDescriptor;
import dev.kernellab.memory.descriptor.TaskState;
import dev.kernellab.protocol.CodePlace;
import dev.kernellab.protocol.Hex64;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.Registers;
import dev.kernellab.protocol.Segments;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// GDT, IDT and TSS as the processor would read them.
///
/// @param decoded false in real mode, and under five levels of paging
/// @param wide in IA-32e mode, whose gates and system descriptors have 16 bytes
/// @param task absent while no TSS is loaded; its fields are those of [TaskState.Of32Bits], or in
///   IA-32e mode of [TaskState.Of64Bits]
/// @param problems what cannot work, with the entry concerned
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DescriptorsView(
    boolean decoded,
    boolean wide,
    @Nullable Segments segments,
    Gdt gdt,
    Idt idt,
    @Nullable TaskState task,
    List<DescriptorProblem> problems) {

  /// @param unread entries below the limit that are not mapped or not in RAM
  public record Gdt(LinearAddress base, int limit, int unread, List<Segment> entries) {}

  /// @param raw its first eight bytes
  /// @param kind as in [SegmentDescriptor.Kind]
  /// @param base need not be an address: a system descriptor of IA-32e mode has room for 64 bits
  /// @param limit the last offset inside
  /// @param bits 16, 32 or 64
  /// @param ignored 64-bit code goes by neither base nor limit
  public record Segment(
      int index,
      Hex64 raw,
      String kind,
      Hex64 base,
      Hex64 limit,
      int privilege,
      boolean present,
      boolean writable,
      int bits,
      boolean ignored) {}

  /// @param ofFirmware the kernel has loaded none
  public record Idt(
      LinearAddress base, int limit, int unread, boolean ofFirmware, List<Gate> gates) {}

  /// @param name of the exception; empty for other vectors
  /// @param raw its first eight bytes
  /// @param kind as in [GateDescriptor.Kind]
  /// @param offset need not be an address
  /// @param ist which stack of the TSS the handler gets; 0 for none
  /// @param handler what the image says of where it leads; absent when it says nothing, and while
  ///   the run lasts
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Gate(
      int vector,
      String name,
      Hex64 raw,
      String kind,
      int selector,
      Hex64 offset,
      int privilege,
      int ist,
      boolean present,
      @Nullable CodePlace handler) {}

  static DescriptorsView of(DescriptorTables tables, AddressSpace space, NamedCode code) {
    Registers registers = tables.registers();
    List<DescriptorProblem> problems = new DescriptorChecks(tables, space, code::isCode).problems();
    var gdt =
        new Gdt(
            registers.gdtBase(),
            registers.gdtLimit(),
            tables.gdtUnread(),
            tables.segments().entrySet().stream()
                .map(it -> segment(it.getKey(), it.getValue(), tables.executes64Bits()))
                .toList());
    var idt =
        new Idt(
            registers.idtBase(),
            registers.idtLimit(),
            tables.idtUnread(),
            tables.isIdtOfFirmware(),
            tables.isIdtOfFirmware()
                ? List.of()
                : tables.gates().entrySet().stream()
                    .map(it -> gate(it.getKey(), it.getValue(), code))
                    .toList());
    return new DescriptorsView(
        tables.isDecoded(),
        tables.isWide(),
        registers.segments(),
        gdt,
        idt,
        tables.task().orElse(null),
        problems);
  }

  private static Segment segment(int index, SegmentDescriptor it, boolean wide) {
    boolean ignored =
        switch (it.kind()) {
          case CODE -> wide && it.is64Bit();
          case DATA -> wide;
          case NULL, TSS_AVAILABLE, TSS_BUSY, LDT, CALL_GATE, TASK_GATE, OF_16_BITS, RESERVED ->
              false;
        };
    return new Segment(
        index,
        new Hex64(it.raw()),
        it.kind().name(),
        new Hex64(it.base()),
        new Hex64(it.limit()),
        it.privilege(),
        it.isPresent(),
        it.isWritable(),
        it.is64Bit() ? 64 : it.is32Bit() ? 32 : 16,
        ignored);
  }

  private static Gate gate(int vector, GateDescriptor it, NamedCode code) {
    return new Gate(
        vector,
        Exceptions.name(vector),
        new Hex64(it.raw()),
        it.kind().name(),
        it.selector(),
        new Hex64(it.offset()),
        it.privilege(),
        it.interruptStack(),
        it.isPresent(),
        it.isPresent() ? it.handler().flatMap(code::place).orElse(null) : null);
  }
}
