// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.end;

import dev.kernellab.memory.descriptor.DescriptorChecks;
import dev.kernellab.protocol.CodePlace;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.Registers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where a kernel stands that stopped itself, or that goes on for ever.
final class Standstill {
  /// What functions are called by which a kernel gives up.
  private static final Set<String> PANICS =
      Set.of(
          "panic",
          "kpanic",
          "kernel_panic",
          "abort",
          "die",
          "fatal",
          "bug",
          "assert_fail",
          "__assert_fail",
          "__stack_chk_fail",
          "assertion_failed");

  /// The timer's vector, as most kernels set the interrupt controller up.
  private static final int TIMER = 32;

  private final String code;
  private final LastState state;
  private final Registers registers;
  private final Explanation.Context context;
  private final List<Statement> statements = new ArrayList<>();

  Standstill(String code, LastState state, Explanation.Context context) {
    this.code = code;
    this.state = state;
    this.registers = state.registers();
    this.context = context;
  }

  List<Statement> statements() {
    panic();
    if (registers.halted()) {
      halted();
    } else if (code.equals("INSTRUCTIONS") || code.equals("WALL_CLOCK")) {
      spinning();
    }
    if (!context.printed()) {
      say("silent", "Nothing came out of the serial port.");
    }
    return List.copyOf(statements);
  }

  /// The functions on the way to EIP, innermost first.
  private List<CodePlace> callers() {
    var callers = new ArrayList<CodePlace>();
    add(state.where(), callers);
    state.backtrace().frames().forEach(frame -> add(frame.call(), callers));
    return callers;
  }

  private void add(LinearAddress address, List<CodePlace> places) {
    CodePlace place = context.code().get(address);
    if (place != null) {
      places.add(place);
    }
  }

  private void panic() {
    List<CodePlace> callers = callers();
    for (int index = 0; index < callers.size(); index++) {
      String function = callers.get(index).function();
      if (PANICS.contains(function.toLowerCase(Locale.ROOT))) {
        @Nullable CodePlace caller = index + 1 < callers.size() ? callers.get(index + 1) : null;
        boolean canary = function.equals("__stack_chk_fail");
        say(
            canary ? "stack-canary" : "panic",
            "The kernel stopped itself in %s%s.%s",
            function,
            caller == null ? "" : ", called by " + caller.words(),
            canary ? " The stack protector found its canary overwritten." : "");
        return;
      }
    }
  }

  private void halted() {
    if (!registers.interruptsEnabled()) {
      say(
          "halted",
          "The processor is in hlt with interrupts off%s: nothing can wake it up.",
          where());
      return;
    }
    String timer =
        state.tables().isDecoded() ? problem(TIMER).map(it -> " " + it + ".").orElse("") : "";
    say("waiting", "The kernel waits in hlt, with interrupts on%s.%s", where(), timer);
  }

  private Optional<String> problem(int vector) {
    return state.tables().isIdtOfFirmware()
        ? Optional.of("It has loaded no IDT")
        : new DescriptorChecks(state.tables(), state.space(), address -> true).gateProblem(vector);
  }

  private void spinning() {
    boolean itself =
        Instruction.at(state).filter(it -> it instanceof Instruction.EndlessLoop).isPresent();
    if (itself) {
      say(
          "endless-loop",
          "The kernel is in an endless loop%s: the instruction at %s %s jumps to itself.",
          where(),
          state.instructionPointer(),
          state.eip().toJson());
    } else {
      say(
          "spinning",
          "The kernel was still busy at %s %s%s.",
          state.instructionPointer(),
          state.eip().toJson(),
          where());
    }
  }

  private String where() {
    CodePlace place = context.code().get(state.where());
    return place == null ? "" : ", in " + place.words();
  }

  private void say(String id, String text, Object... values) {
    statements.add(new Statement(id, text.formatted(values)));
  }
}
