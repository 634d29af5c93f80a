// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.end;

import dev.kernellab.memory.AddressSpace;
import dev.kernellab.memory.LinearMemory;
import dev.kernellab.memory.PhysicalMemory;
import dev.kernellab.memory.descriptor.DescriptorTables;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.PhysicalAddress;
import dev.kernellab.protocol.Registers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/// The processor and what lies around it when a run is over. The runner reads it of the live
/// machine, so that what an explanation needs is captured; readers of evidence read the same again.
///
/// @param eip linear address of the next instruction, or of the one that could not be executed; RIP
///   of 64-bit code
/// @param code the bytes from there on; fewer where memory ends
/// @param physicalCode the eight bytes before EIP taken as a physical address; none outside RAM
/// @param stack the words from the stack pointer on, as wide as the processor pushes them
public record LastState(
    Registers registers,
    AddressSpace space,
    DescriptorTables tables,
    LinearAddress eip,
    List<Integer> code,
    List<Integer> physicalCode,
    List<Long> stack,
    Backtrace backtrace) {
  private static final int CODE = 16;
  private static final int BEFORE = 8;
  private static final int STACK = 4;

  public static LastState read(Registers registers, AddressSpace space, PhysicalMemory memory) {
    var linear = new LinearMemory(space, memory);
    Pointers pointers = Pointers.of(registers);
    // What is no address is taken for the one that has its lower 48 bits.
    var eip = new LinearAddress(pointers.instruction() << 16 >> 16);
    linear.expect(eip.value(), CODE);
    linear.expect(pointers.stack(), (long) STACK * pointers.word());
    return new LastState(
        registers,
        space,
        DescriptorTables.read(registers, linear),
        eip,
        code(eip.value(), linear),
        physicalCode(eip.value(), memory),
        stack(pointers, linear),
        Backtrace.read(pointers, eip, linear));
  }

  Pointers pointers() {
    return Pointers.of(registers);
  }

  /// `EIP` or `RIP`.
  public String instructionPointer() {
    return pointers().name("IP");
  }

  /// Where the next word would be pushed; empty where there is no such address.
  public Optional<LinearAddress> nextPush() {
    return pointers().nextPush();
  }

  /// CR2: the address of the last page fault; empty when there is none in it.
  public Optional<LinearAddress> faultAddress() {
    return pointers().faultAddress();
  }

  /// Where code is of which somebody will want to know the function: EIP, every call of the
  /// backtrace, every handler.
  public SortedSet<LinearAddress> codeAddresses() {
    var addresses = new TreeSet<LinearAddress>(tables.handlers());
    addresses.add(where());
    backtrace.frames().forEach(frame -> addresses.add(frame.call()));
    return addresses;
  }

  /// An address inside the instruction that ran last, or could not: after `hlt`, EIP is behind it.
  public LinearAddress where() {
    return registers.halted() ? Backtrace.before(eip) : eip;
  }

  private static List<Integer> code(long eip, LinearMemory memory) {
    var code = new ArrayList<Integer>();
    for (int index = 0; index < CODE; index++) {
      OptionalInt next = memory.byteAt(eip + index);
      if (next.isEmpty()) {
        break;
      }
      code.add(next.getAsInt());
    }
    return List.copyOf(code);
  }

  private static List<Integer> physicalCode(long eip, PhysicalMemory memory) {
    var code = new ArrayList<Integer>();
    if (eip >>> 32 != 0) {
      return List.of();
    }
    for (long at = Math.max(0, eip - BEFORE); at < eip; at++) {
      OptionalLong word = memory.word(new PhysicalAddress(at & ~3L));
      if (word.isEmpty()) {
        return List.of();
      }
      code.add((int) (word.getAsLong() >>> (8 * (at & 3))) & 0xFF);
    }
    return List.copyOf(code);
  }

  private static List<Long> stack(Pointers pointers, LinearMemory memory) {
    var stack = new ArrayList<Long>();
    for (int index = 0; index < STACK; index++) {
      long at = pointers.stack() + (long) pointers.word() * index;
      OptionalLong word = pointers.wide() ? memory.quad(at) : memory.word(at);
      if (word.isEmpty()) {
        break;
      }
      stack.add(word.getAsLong());
    }
    return List.copyOf(stack);
  }
}
