// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.descriptor;

import dev.kernellab.memory.AddressSpace;
import dev.kernellab.memory.Translation;
import dev.kernellab.memory.descriptor.DescriptorProblem.Table;
import dev.kernellab.memory.descriptor.SegmentDescriptor.Kind;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.Registers;
import dev.kernellab.protocol.Segments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// Whether GDT, IDT and TSS can do what they are for. What could not be read is not held against a
/// kernel.
public final class DescriptorChecks {
  private final DescriptorTables tables;
  private final Registers registers;
  private final AddressSpace space;
  private final LongPredicate isCode;
  private final List<DescriptorProblem> problems = new ArrayList<>();

  /// @param isCode whether the image has code at a linear address; true where that is not known
  public DescriptorChecks(DescriptorTables tables, AddressSpace space, LongPredicate isCode) {
    this.tables = tables;
    this.registers = tables.registers();
    this.space = space;
    this.isCode = isCode;
  }

  /// Everything that is wrong.
  public List<DescriptorProblem> problems() {
    problems.clear();
    Segments segments = registers.segments();
    if (segments != null && tables.isDecoded()) {
      gdt(segments);
      idt();
      tss(segments);
    }
    return List.copyOf(problems);
  }

  private void gdt(Segments segments) {
    if ((registers.gdtLimit() + 1) % 8 != 0) {
      add(
          Table.GDT,
          null,
          "The limit is %d; a table of n entries has limit 8 n - 1.",
          registers.gdtLimit());
    }
    loaded("CS", segments.cs(), Kind.CODE);
    loaded("SS", segments.ss(), Kind.DATA);
    if (segments.ds().selector() >>> 2 != 0) {
      loaded("DS", segments.ds(), Kind.DATA, Kind.CODE);
    }
    long gdtEnd = registers.gdtBase().value() + registers.gdtLimit();
    long idtEnd = registers.idtBase().value() + registers.idtLimit();
    if (!tables.isIdtOfFirmware()
        && tables.gdtUnread() + tables.idtUnread() == 0
        && registers.gdtBase().value() <= idtEnd
        && registers.idtBase().value() <= gdtEnd) {
      add(Table.GDT, null, "GDT and IDT overlap.");
    }
  }

  /// A segment register works on with what it remembers; the next load, and every interrupt, looks
  /// at the table again.
  private void loaded(String register, Segments.Segment segment, Kind... wanted) {
    segmentProblem(segment.selector(), wanted)
        .ifPresent(
            problem ->
                add(
                    Table.GDT,
                    segment.selector() >>> 3,
                    "%s holds selector 0x%02X: %s.",
                    register,
                    segment.selector(),
                    problem));
  }

  /// Why a selector cannot be loaded; empty when it can, and when that is not known.
  public Optional<String> segmentProblem(int selector, Kind... wanted) {
    if ((selector & 4) != 0) {
      return Optional.empty(); // the LDT is not looked at
    }
    if (selector >>> 3 == 0) {
      return Optional.of("it is the null selector");
    }
    if ((selector | 7) > registers.gdtLimit()) {
      return Optional.of("it lies beyond the GDT's limit of " + registers.gdtLimit());
    }
    if (!tables.knows(selector)) {
      return Optional.empty();
    }
    Optional<SegmentDescriptor> segment = tables.segment(selector);
    Kind kind = segment.map(SegmentDescriptor::kind).orElse(Kind.NULL);
    String entry = "entry " + (selector >>> 3) + " of the GDT ";
    if (!List.of(wanted).contains(kind)) {
      return Optional.of(entry + "is " + words(kind) + ", not " + words(wanted[0]));
    }
    return segment.filter(SegmentDescriptor::isPresent).isPresent()
        ? Optional.empty()
        : Optional.of(entry + "is not present");
  }

  static String words(Kind kind) {
    return switch (kind) {
      case NULL -> "zero";
      case CODE -> "a code segment";
      case DATA -> "a data segment";
      case TSS_AVAILABLE -> "a TSS, available";
      case TSS_BUSY -> "a TSS, busy";
      case LDT -> "an LDT";
      case CALL_GATE -> "a call gate";
      case TASK_GATE -> "a task gate";
      case OF_16_BITS -> "a 16-bit system descriptor";
      case RESERVED -> "of a reserved type";
    };
  }

  private void idt() {
    if (tables.isIdtOfFirmware()) {
      return;
    }
    if ((registers.idtLimit() + 1) % 8 != 0) {
      add(
          Table.IDT,
          null,
          "The limit is %d; a table of n gates has limit 8 n - 1.",
          registers.idtLimit());
    }
    tables
        .gates()
        .forEach(
            (vector, gate) -> {
              if (gate.isPresent()) {
                gateProblem(vector).ifPresent(problem -> add(Table.IDT, vector, "%s.", problem));
              }
            });
  }

  /// Why an interrupt with this vector cannot reach a handler; empty when it can, and when that is
  /// not known.
  public Optional<String> gateProblem(int vector) {
    String name = Exceptions.gate(vector);
    if (vector >= DescriptorTables.gateCount(registers)) {
      return Optional.of(
          "The IDT ends before %s: its limit is %d".formatted(name, registers.idtLimit()));
    }
    GateDescriptor gate = tables.gates().get(vector);
    if (gate == null) {
      return tables.idtUnread() > 0 ? Optional.empty() : Optional.of("The IDT has no " + name);
    }
    String subject = Character.toUpperCase(name.charAt(0)) + name.substring(1);
    if (!gate.isPresent()) {
      return Optional.of(subject + " is not present");
    }
    return switch (gate.kind()) {
      case INVALID -> Optional.of(subject + " has a type that an IDT cannot hold");
      case TASK, OF_16_BITS -> Optional.empty();
      case INTERRUPT, TRAP -> handlerProblem(subject, gate);
    };
  }

  private Optional<String> handlerProblem(String subject, GateDescriptor gate) {
    Optional<String> selector = segmentProblem(gate.selector(), Kind.CODE);
    if (selector.isPresent()) {
      return Optional.of(
          "%s has selector 0x%02X: %s".formatted(subject, gate.selector(), selector.get()));
    }
    long base = tables.segment(gate.selector()).map(SegmentDescriptor::base).orElse(0L);
    var handler = new LinearAddress(base + gate.offset().value() & 0xFFFF_FFFFL);
    if (space.translate(handler) instanceof Translation.Failed it) {
      return Optional.of(
          "%s leads to %s, which is not mapped: %s"
              .formatted(subject, handler.toJson(), it.reason()));
    }
    return isCode.test(handler.value())
        ? Optional.empty()
        : Optional.of(
            "%s leads to %s, where the image has no code".formatted(subject, handler.toJson()));
  }

  private void tss(Segments segments) {
    if (segments.tr().selector() >>> 2 == 0) {
      if (segments.privilege() == 3) {
        add(
            Table.TSS,
            null,
            "User code runs and no TSS is loaded: no interrupt can find the kernel's stack.");
      }
      return;
    }
    segmentProblem(segments.tr().selector(), Kind.TSS_BUSY)
        .ifPresent(
            problem ->
                add(
                    Table.TSS,
                    null,
                    "TR holds selector 0x%02X: %s.",
                    segments.tr().selector(),
                    problem));
    if (segments.tr().limit().unsigned() < TaskState.SIZE - 1) {
      add(
          Table.TSS,
          null,
          "The limit is %d; a TSS has at least 104 bytes.",
          segments.tr().limit().unsigned());
    }
    tables.task().ifPresent(task -> stack(task, segments.privilege() == 3));
  }

  /// What is zero has not been set yet. ESP0 counts while user code runs; in between, it may be
  /// what a thread that is gone left behind.
  private void stack(TaskState task, boolean user) {
    if (task.ss0() == 0 && task.esp0().value() == 0) {
      return;
    }
    segmentProblem(task.ss0(), Kind.DATA)
        .ifPresent(problem -> add(Table.TSS, null, "SS0 is 0x%02X: %s.", task.ss0(), problem));
    if (!user) {
      return;
    }
    var top = new LinearAddress(task.esp0().unsigned() - 4 & 0xFFFF_FFFFL);
    switch (space.translate(top)) {
      case Translation.Failed it ->
          add(
              Table.TSS,
              null,
              "ESP0 is %s, and nothing is mapped below it: %s.",
              task.esp0(),
              it.reason());
      case Translation.Mapped it -> {
        if (!it.writable()) {
          add(
              Table.TSS,
              null,
              "ESP0 is %s, and what is below it is mapped read-only.",
              task.esp0());
        }
      }
    }
  }

  private void add(Table table, @Nullable Integer index, String message, Object... values) {
    problems.add(new DescriptorProblem(table, index, message.formatted(values)));
  }
}
