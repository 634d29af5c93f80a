// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.end;

import dev.kernellab.memory.Translation.Failed;
import dev.kernellab.memory.Translation.Mapped;
import dev.kernellab.memory.descriptor.DescriptorChecks;
import dev.kernellab.memory.descriptor.DescriptorProblem;
import dev.kernellab.memory.descriptor.DescriptorTables;
import dev.kernellab.memory.descriptor.Exceptions;
import dev.kernellab.memory.descriptor.SegmentDescriptor.Kind;
import dev.kernellab.memory.descriptor.TaskState;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.Profile;
import dev.kernellab.protocol.Registers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// What was wrong when the processor met a fault it could not deliver, nor the double fault after
/// it (Intel SDM vol. 3, 6.15): first what it stumbled over, then why no handler was reached.
final class TripleFault {
  private static final long CR0_WP = 1 << 16;

  /// What an exception pushes at most: SS, ESP, EFLAGS, CS, EIP, error code; in 64-bit code from an
  /// aligned RSP on.
  private static final int MOST_WORDS = 6;

  private final LastState state;
  private final Pointers pointers;
  private final Registers registers;
  private final DescriptorTables tables;
  private final DescriptorChecks checks;
  private final Past past;
  private final List<Profile.LinearRegion> regions;
  private final List<Statement> statements = new ArrayList<>();

  /// Exceptions that came before the double fault, where the evidence shows them.
  private final TreeSet<Integer> vectors = new TreeSet<>();

  TripleFault(LastState state, Past past, List<Profile.LinearRegion> regions) {
    this.state = state;
    this.pointers = state.pointers();
    this.registers = state.registers();
    this.tables = state.tables();
    this.checks = new DescriptorChecks(tables, state.space(), address -> true);
    this.past = past;
    this.regions = regions;
  }

  /// The first is what matters most; none when the evidence shows nothing.
  List<Statement> statements() {
    var code = new UnmappedCode(state, past);
    statements.addAll(code.statements());
    if (code.isUnmapped()) {
      vectors.add(Exceptions.PAGE_FAULT);
    } else {
      instruction();
    }
    stack();
    lastPageFault();
    delivery();
    return List.copyOf(statements);
  }

  private void instruction() {
    switch (Instruction.at(state).orElse(null)) {
      case null -> {}
      case Instruction.EndlessLoop it -> {}
      case Instruction.MappingChange it -> {}
      case Instruction.Interrupt it -> {
        vectors.add(it.vector());
        String name = Exceptions.name(it.vector());
        say(
            "interrupt",
            "The instruction at %s %s is %s, which raises %s.",
            state.instructionPointer(),
            state.eip().toJson(),
            it.words(),
            name.isEmpty() ? "interrupt " + it.vector() : "exception " + it.vector() + ", " + name);
      }
      case Instruction.DivisionByZero it -> {
        vectors.add(0);
        say(
            "division-by-zero",
            "The instruction at %s %s divides by %s, which is 0.",
            state.instructionPointer(),
            state.eip().toJson(),
            it.divisor());
      }
      case Instruction.SegmentLoad it -> segmentLoad(it);
    }
  }

  private void segmentLoad(Instruction.SegmentLoad load) {
    if (!tables.isDecoded()) {
      return;
    }
    boolean mayBeNull = load.selector() >>> 2 == 0 && mayBeNull(load.register());
    Kind[] wanted =
        switch (load.register()) {
          case "CS" -> new Kind[] {Kind.CODE, Kind.CALL_GATE, Kind.TSS_AVAILABLE, Kind.TASK_GATE};
          case "SS" -> new Kind[] {Kind.DATA};
          default -> new Kind[] {Kind.DATA, Kind.CODE};
        };
    Optional<String> problem =
        mayBeNull ? Optional.empty() : checks.segmentProblem(load.selector(), wanted);
    problem.ifPresent(
        it -> {
          vectors.add(Exceptions.GENERAL_PROTECTION);
          say(
              "segment-load",
              "The instruction at %s %s, %s, loads %s with selector 0x%02X: %s. The GDT is at %s.",
              state.instructionPointer(),
              state.eip().toJson(),
              load.words(),
              load.register(),
              load.selector(),
              it,
              registers.gdtBase().toJson());
        });
  }

  /// A kernel of 64 bits needs no stack segment (Intel SDM vol. 3, 5.4.1.1).
  private boolean mayBeNull(String register) {
    return switch (register) {
      case "CS" -> false;
      case "SS" -> tables.executes64Bits() && !isUser();
      default -> true;
    };
  }

  private boolean isUser() {
    return registers.segments() != null && registers.segments().privilege() == 3;
  }

  /// CR2 shows that the processor tried to push something there.
  private void stack() {
    if (!tables.isDecoded()) {
      return;
    }
    boolean user = isUser();
    if (user) {
      checks.problems().stream()
          .filter(it -> it.table() == DescriptorProblem.Table.TSS)
          .forEach(it -> say("tss", "User code was running. TSS: %s", it.message()));
    }
    String stackPointer = pointers.name("SP") + (user ? "0 in the TSS" : "");
    long pointer = pushedBelow();
    Optional<LinearAddress> below = user ? pointers.below(pointer) : pointers.nextPush();
    if (below.isEmpty()) {
      say(
          "stack-unmapped",
          "The processor could not push an exception's frame: %s is %s, which is no address.",
          stackPointer,
          Pointers.hex(pointer));
      return;
    }
    if (!isBelow(pointer)) {
      return;
    }
    LinearAddress top = below.get();
    String problem =
        switch (state.space().translate(pointers.faultAddress().orElse(top))) {
          case Failed it -> "is not mapped: " + it.reason();
          case Mapped it ->
              !it.writable() && (registers.cr0().unsigned() & CR0_WP) != 0
                  ? "is mapped read-only"
                  : "";
        };
    if (!problem.isEmpty()) {
      say(
          "stack-unmapped",
          "The processor could not push an exception's frame: %s is %s, and what is below it %s.%s%s",
          stackPointer,
          Pointers.hex(pointer),
          problem,
          guard(top),
          past.mapping(top).map(it -> " In " + it.when() + " it was mapped.").orElse(""));
    }
  }

  /// The stack pointer that an exception finds: user code leaves it to the TSS.
  private long pushedBelow() {
    return isUser() && tables.isDecoded()
        ? tables.task().map(TaskState::kernelStack).orElse(0L)
        : pointers.stack();
  }

  private boolean isBelow(long stackPointer) {
    long distance = stackPointer - pointers.fault();
    if (pointers.wide()) {
      return distance > 0 && distance <= MOST_WORDS * 8 + 8;
    }
    distance &= 0xFFFF_FFFFL;
    return distance > 0 && distance <= MOST_WORDS * 4;
  }

  private String guard(LinearAddress address) {
    return regions.stream()
        .filter(it -> it.kind() == Profile.Kind.GUARD && contains(it, address))
        .findFirst()
        .map(it -> " That is the guard \"" + it.name() + "\": the stack has overflowed.")
        .orElse("");
  }

  private static boolean contains(Profile.LinearRegion region, LinearAddress address) {
    return address.compareTo(region.start()) >= 0 && address.compareTo(region.end()) <= 0;
  }

  /// CR2 is the address of the last page fault; 0 may also mean that there was none.
  private void lastPageFault() {
    LinearAddress cr2 = pointers.faultAddress().orElse(null);
    if (cr2 == null
        || cr2.equals(state.eip())
        || !(state.space().translate(cr2) instanceof Failed failed)) {
      return;
    }
    vectors.add(Exceptions.PAGE_FAULT);
    long intoIdt = cr2.value() - registers.idtBase().value();
    if (intoIdt >= 0 && intoIdt <= registers.idtLimit()) {
      if (tables.isIdtOfFirmware()) {
        return; // there is none to be mapped
      }
      say(
          "idt-unmapped",
          "The IDT is not mapped: CR2 %s is where the processor looked for %s, and %s.",
          cr2.toJson(),
          Exceptions.gate((int) (intoIdt / (tables.gateSize()))),
          failed.reason());
    } else if (!isBelow(pushedBelow())) {
      say("page-fault", "The last page fault was at CR2 %s: %s.", cr2.toJson(), failed.reason());
    }
  }

  /// Why neither the fault nor the double fault found its handler.
  private void delivery() {
    if (!tables.isDecoded()) {
      return;
    }
    if (tables.isIdtOfFirmware()) {
      say(
          "idt-missing",
          "The kernel has loaded no IDT: IDTR is as the firmware left it for real mode (base 0, limit"
              + " 0x3FF), so no exception finds a handler.");
    } else if (tables.gateCount() == 0) {
      say(
          "idt-missing",
          "The IDT has no gates: its limit is %d, so no exception finds a handler.",
          registers.idtLimit());
    } else if (tables.gates().isEmpty() && tables.idtUnread() == 0) {
      say(
          "idt-empty",
          "All %d gates of the IDT at %s are zero, so no exception finds a handler.",
          tables.gateCount(),
          registers.idtBase().toJson());
    } else {
      gates();
    }
  }

  private void gates() {
    if (state.space().translate(registers.idtBase()) instanceof Failed it) {
      if (statements.stream().noneMatch(said -> said.id().equals("idt-unmapped"))) {
        say(
            "idt-unmapped",
            "The IDT at %s is not mapped: %s.",
            registers.idtBase().toJson(),
            it.reason());
      }
      return;
    }
    if (tables.idtUnread() == tables.gateCount()) {
      say("idt-outside-ram", "The IDT at %s is not in RAM.", registers.idtBase().toJson());
    }
    vectors.add(Exceptions.DOUBLE_FAULT);
    for (int vector : vectors) {
      checks.gateProblem(vector).ifPresent(problem -> say("gate", "%s.", problem));
    }
  }

  private void say(String id, String text, Object... values) {
    statements.add(new Statement(id, text.formatted(values)));
  }
}
