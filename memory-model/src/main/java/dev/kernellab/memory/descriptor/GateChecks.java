// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.descriptor;

import dev.kernellab.memory.AddressSpace;
import dev.kernellab.memory.Translation;
import dev.kernellab.memory.descriptor.DescriptorProblem.Table;
import dev.kernellab.protocol.Hexadecimal;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.Registers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;

/// Whether the gates of the IDT lead to handlers.
///
/// @param isCode whether the image has code at a linear address
record GateChecks(
    DescriptorTables tables,
    AddressSpace space,
    LongPredicate isCode,
    SegmentChecks segments,
    TaskChecks task) {
  List<DescriptorProblem> problems() {
    var problems = new ArrayList<DescriptorProblem>();
    if (tables.isIdtOfFirmware()) {
      return problems;
    }
    Registers registers = tables.registers();
    if ((registers.idtLimit() + 1) % tables.gateSize() != 0) {
      problems.add(
          new DescriptorProblem(
              Table.IDT,
              null,
              "The limit is %d; a table of n gates has limit %d n - 1."
                  .formatted(registers.idtLimit(), tables.gateSize())));
    }
    tables
        .gates()
        .forEach(
            (vector, gate) -> {
              if (gate.isPresent()) {
                problem(vector)
                    .ifPresent(
                        it -> problems.add(new DescriptorProblem(Table.IDT, vector, it + ".")));
              }
            });
    return problems;
  }

  Optional<String> problem(int vector) {
    String name = Exceptions.gate(vector);
    if (vector >= tables.gateCount()) {
      return Optional.of(
          "The IDT ends before %s: its limit is %d".formatted(name, tables.registers().idtLimit()));
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
      case INVALID ->
          Optional.of(
              "%s has a type that %s cannot hold"
                  .formatted(subject, tables.isWide() ? "a 64-bit IDT" : "an IDT"));
      case TASK, OF_16_BITS -> Optional.empty();
      case INTERRUPT, TRAP ->
          handlerProblem(subject, gate)
              .or(
                  () ->
                      task.interruptStackProblem(gate.interruptStack())
                          .map(it -> subject + " " + it));
    };
  }

  private Optional<String> handlerProblem(String subject, GateDescriptor gate) {
    Optional<String> selector = segments.codeProblem(gate.selector());
    if (selector.isPresent()) {
      return Optional.of(
          "%s has selector 0x%02X: %s".formatted(subject, gate.selector(), selector.get()));
    }
    Optional<LinearAddress> handler = handler(gate);
    if (handler.isEmpty()) {
      return Optional.of(
          "%s leads to %s, %s"
              .formatted(subject, Hexadecimal.format(gate.offset()), SegmentChecks.NO_ADDRESS));
    }
    String address = handler.get().toJson();
    if (space.translate(handler.get()) instanceof Translation.Failed it) {
      return Optional.of(
          "%s leads to %s, which is not mapped: %s".formatted(subject, address, it.reason()));
    }
    return isCode.test(handler.get().value())
        ? Optional.empty()
        : Optional.of("%s leads to %s, where the image has no code".formatted(subject, address));
  }

  /// 64-bit segments start at 0 whatever their descriptor says.
  private Optional<LinearAddress> handler(GateDescriptor gate) {
    if (tables.isWide()) {
      return gate.handler();
    }
    long base = tables.segment(gate.selector()).map(SegmentDescriptor::base).orElse(0L);
    return Optional.of(new LinearAddress(base + gate.offset() & 0xFFFF_FFFFL));
  }
}
