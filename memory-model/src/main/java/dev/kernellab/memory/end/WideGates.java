// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.end;

import dev.kernellab.memory.AddressSpace;
import dev.kernellab.memory.LinearMemory;
import dev.kernellab.memory.Translation;
import dev.kernellab.memory.descriptor.Exceptions;
import dev.kernellab.memory.descriptor.GateDescriptor;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.Registers;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/// The gates of the exceptions in the IDT of 64-bit code, 16 bytes each (Intel SDM vol. 3, figure
/// 6-8). Their first half is that of a 32-bit gate; the second holds the upper half of the offset.
///
/// @param limit the IDT's
/// @param gates by vector; those that could not be read are left out
record WideGates(int limit, SortedMap<Integer, Gate> gates) {
  private static final int ENTRY = 16;
  private static final int EXCEPTIONS = 32;
  private static final WideGates NONE = new WideGates(0, new TreeMap<>());

  /// @param upper the upper half of the handler's address
  record Gate(GateDescriptor lower, long upper) {
    boolean isZero() {
      return lower.raw() == 0 && upper == 0;
    }

    long offset() {
      return upper << 32 | lower.offset().value();
    }
  }

  /// None of a processor that does not execute 64-bit code.
  static WideGates read(Registers registers, LinearMemory memory) {
    if (registers.wide() == null) {
      return NONE;
    }
    long base = registers.idtBase().value();
    int count = Math.min(EXCEPTIONS, (registers.idtLimit() + 1) / ENTRY);
    memory.expect(base, (long) count * ENTRY);
    var gates = new TreeMap<Integer, Gate>();
    for (int vector = 0; vector < count; vector++) {
      OptionalLong first = memory.quad(base + (long) vector * ENTRY);
      OptionalLong second = memory.quad(base + (long) vector * ENTRY + 8);
      if (first.isPresent() && second.isPresent()) {
        gates.put(
            vector,
            new Gate(new GateDescriptor(first.getAsLong()), second.getAsLong() & 0xFFFF_FFFFL));
      }
    }
    return new WideGates(registers.idtLimit(), gates);
  }

  /// Vectors whose gate leads to an address.
  List<Integer> leadingTo(LinearAddress handler) {
    return gates.entrySet().stream()
        .filter(it -> it.getValue().lower().isPresent())
        .filter(it -> it.getValue().offset() == handler.value())
        .map(it -> it.getKey())
        .toList();
  }

  boolean allZero() {
    return !gates.isEmpty() && gates.values().stream().allMatch(Gate::isZero);
  }

  /// Why an exception cannot reach its handler; empty when it can, and when that is not known.
  Optional<String> problem(int vector, AddressSpace space) {
    String name = Exceptions.gate(vector);
    if ((vector + 1) * ENTRY - 1 > limit) {
      return Optional.of("The IDT ends before %s: its limit is %d".formatted(name, limit));
    }
    Gate gate = gates.get(vector);
    if (gate == null) {
      return Optional.empty();
    }
    if (gate.isZero()) {
      return Optional.of("The IDT has no " + name);
    }
    String subject = Character.toUpperCase(name.charAt(0)) + name.substring(1);
    if (!gate.lower().isPresent()) {
      return Optional.of(subject + " is not present");
    }
    return switch (gate.lower().kind()) {
      case TASK, OF_16_BITS, INVALID ->
          Optional.of(subject + " has a type that a 64-bit IDT cannot hold");
      case INTERRUPT, TRAP -> handlerProblem(subject, gate.offset(), space);
    };
  }

  private static Optional<String> handlerProblem(String subject, long offset, AddressSpace space) {
    Optional<LinearAddress> handler = Pointers.address(offset);
    if (handler.isEmpty()) {
      return Optional.of(
          "%s leads to %s, which is no address: bits 63 to 48 do not repeat bit 47"
              .formatted(subject, Pointers.hex(offset)));
    }
    return space.translate(handler.get()) instanceof Translation.Failed it
        ? Optional.of(
            "%s leads to %s, which is not mapped: %s"
                .formatted(subject, handler.get().toJson(), it.reason()))
        : Optional.empty();
  }
}
