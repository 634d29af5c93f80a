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
/// @param decoded false in real mode and in 64-bit modes, where the lab does not decode them
/// @param task absent while no TSS is loaded
/// @param problems what cannot work, with the entry concerned
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DescriptorsView(
    boolean decoded,
    @Nullable Segments segments,
    Gdt gdt,
    Idt idt,
    @Nullable TaskState task,
    List<DescriptorProblem> problems) {

  /// @param unread entries below the limit that are not mapped or not in RAM
  public record Gdt(LinearAddress base, int limit, int unread, List<Segment> entries) {}

  /// @param limit the last offset inside
  /// @param bits 16, 32 or 64
  /// @param kind as in [SegmentDescriptor.Kind]
  public record Segment(
      int index,
      Hex64 raw,
      String kind,
      LinearAddress base,
      Hex64 limit,
      int privilege,
      boolean present,
      boolean writable,
      int bits) {}

  /// @param ofFirmware the kernel has loaded none
  public record Idt(
      LinearAddress base, int limit, int unread, boolean ofFirmware, List<Gate> gates) {}

  /// @param name of the exception; empty for other vectors
  /// @param kind as in [GateDescriptor.Kind]
  /// @param handler what the image says of where it leads; absent when it says nothing, and while
  ///   the run lasts
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Gate(
      int vector,
      String name,
      Hex64 raw,
      String kind,
      int selector,
      LinearAddress offset,
      int privilege,
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
                .map(it -> segment(it.getKey(), it.getValue()))
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
        tables.isDecoded(), registers.segments(), gdt, idt, tables.task().orElse(null), problems);
  }

  private static Segment segment(int index, SegmentDescriptor it) {
    return new Segment(
        index,
        new Hex64(it.raw()),
        it.kind().name(),
        new LinearAddress(it.base()),
        new Hex64(it.limit()),
        it.privilege(),
        it.isPresent(),
        it.isWritable(),
        it.is64Bit() ? 64 : it.is32Bit() ? 32 : 16);
  }

  private static Gate gate(int vector, GateDescriptor it, NamedCode code) {
    return new Gate(
        vector,
        Exceptions.name(vector),
        new Hex64(it.raw()),
        it.kind().name(),
        it.selector(),
        it.offset(),
        it.privilege(),
        it.isPresent(),
        it.isPresent() ? code.place(it.offset()).orElse(null) : null);
  }
}
