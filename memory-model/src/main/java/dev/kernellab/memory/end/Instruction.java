// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.end;

import dev.kernellab.protocol.Hex32;
import dev.kernellab.protocol.Registers;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The few instructions that explain an end by themselves, by their opcodes (Intel SDM vol. 2). Of
/// all others nothing is said.
sealed interface Instruction {
  /// `jmp` to itself.
  record EndlessLoop() implements Instruction {}

  /// An exception or interrupt on purpose.
  ///
  /// @param words `ud2`, `int 0x80`
  record Interrupt(String words, int vector) implements Instruction {}

  /// Loads a segment register.
  record SegmentLoad(String words, String register, int selector) implements Instruction {}

  record DivisionByZero(String divisor) implements Instruction {}

  /// A change to what is mapped.
  ///
  /// @param words what it did
  record MappingChange(String words) implements Instruction {}

  /// The prefix with which 64-bit code returns to a selector that was pushed as eight bytes.
  int REX_W = 0x48;

  /// The one at EIP.
  static Optional<Instruction> at(LastState state) {
    List<Integer> code = state.code();
    int first = code.isEmpty() ? -1 : code.getFirst();
    int second = code.size() > 1 ? code.get(1) : -1;
    boolean wide = state.pointers().wide();
    Instruction found =
        switch (first) {
          case 0x0F -> second == 0x0B ? new Interrupt("ud2", 6) : null;
          case 0xCC -> new Interrupt("int3", 3);
          case 0xCD -> second < 0 ? null : new Interrupt("int 0x%02x".formatted(second), second);
          case 0xEB -> second == 0xFE ? new EndlessLoop() : null;
          case 0xE9 -> number(code, 1, 4) == 0xFFFF_FFFBL ? new EndlessLoop() : null;
          case 0xEA ->
              wide || code.size() < 7 ? null : load("ljmp", "CS", (int) number(code, 5, 2));
          case 0xCB -> wide ? null : fromStack("lret", state);
          case 0xCF -> wide ? null : fromStack("iret", state);
          case REX_W -> wide ? wideReturn(second, state) : null;
          case 0x8E -> fromRegister(second, state.registers());
          case 0xF7 -> division(second, state.registers());
          default -> null;
        };
    return Optional.ofNullable(found);
  }

  /// The one just before EIP, where linear addresses were physical ones.
  static Optional<MappingChange> before(LastState state) {
    List<Integer> code = state.physicalCode();
    int size = code.size();
    if (size < 3 || code.get(size - 3) != 0x0F) {
      return Optional.empty();
    }
    int opcode = code.get(size - 2);
    int operand = code.getLast();
    if (opcode == 0x22 && operand >= 0xD8 && operand < 0xE0) {
      return Optional.of(new MappingChange("wrote CR3"));
    }
    if (opcode == 0x22 && operand >= 0xC0 && operand < 0xC8) {
      return Optional.of(new MappingChange("wrote CR0"));
    }
    boolean invlpg = opcode == 0x01 && operand >= 0x38 && operand < 0x3C;
    return invlpg ? Optional.of(new MappingChange("was invlpg")) : Optional.empty();
  }

  private static SegmentLoad load(String words, String register, int selector) {
    return new SegmentLoad(words, register, selector);
  }

  /// The selector lies above the return address.
  private static @Nullable SegmentLoad fromStack(String words, LastState state) {
    return state.stack().size() < 2
        ? null
        : load(words, "CS", state.stack().get(1).intValue() & 0xFFFF);
  }

  private static @Nullable SegmentLoad wideReturn(int opcode, LastState state) {
    return switch (opcode) {
      case 0xCB -> fromStack("lretq", state);
      case 0xCF -> fromStack("iretq", state);
      default -> null;
    };
  }

  /// `mov` from a general register (ModR/M with mod = 3).
  private static @Nullable SegmentLoad fromRegister(int operand, Registers registers) {
    List<String> names = List.of("ES", "CS", "SS", "DS", "FS", "GS");
    int register = operand >> 3 & 7;
    return operand < 0xC0 || register >= names.size()
        ? null
        : load("mov", names.get(register), general(operand & 7, registers).value() & 0xFFFF);
  }

  /// `div` and `idiv` of a general register.
  private static @Nullable DivisionByZero division(int operand, Registers registers) {
    List<String> names = List.of("EAX", "ECX", "EDX", "EBX", "ESP", "EBP", "ESI", "EDI");
    return operand >= 0xF0 && general(operand & 7, registers).value() == 0
        ? new DivisionByZero(names.get(operand & 7))
        : null;
  }

  private static Hex32 general(int number, Registers registers) {
    return switch (number) {
      case 0 -> registers.eax();
      case 1 -> registers.ecx();
      case 2 -> registers.edx();
      case 3 -> registers.ebx();
      case 4 -> registers.esp();
      case 5 -> registers.ebp();
      case 6 -> registers.esi();
      default -> registers.edi();
    };
  }

  private static long number(List<Integer> code, int from, int bytes) {
    long number = 0;
    for (int index = 0; index < bytes && from + index < code.size(); index++) {
      number |= (long) code.get(from + index) << (8 * index);
    }
    return number;
  }
}
