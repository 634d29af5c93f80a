// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.end;

import dev.kernellab.memory.AddressSpace;
import dev.kernellab.memory.LinearMemory;
import dev.kernellab.memory.Translation;
import dev.kernellab.protocol.Hexadecimal;
import dev.kernellab.protocol.LinearAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Who called whom, by the chain of frame pointers that starts in EBP or RBP (System V ABI for i386
/// and x86-64, "Function Calling Sequence").
///
/// @param end why it goes no further, as a sentence
public record Backtrace(List<Frame> frames, String end) {
  private static final int MOST = 64;
  private static final int PAGE = 4096;

  /// Opcodes (Intel SDM vol. 2).
  private static final int CALL = 0xE8;

  private static final int PUSH_EBP = 0x55;

  /// No function of a kernel has so large a frame.
  private static final long LARGEST_FRAME = 1 << 20;

  /// @param framePointer where the caller's frame pointer was saved
  /// @param returnAddress just after the call
  public record Frame(LinearAddress framePointer, LinearAddress returnAddress) {
    /// Inside the call instruction.
    public LinearAddress call() {
      return before(returnAddress);
    }
  }

  /// The address before, inside the instruction that ends there.
  static LinearAddress before(LinearAddress address) {
    return Pointers.address(address.value() - 1).filter(it -> address.value() != 0).orElse(address);
  }

  static Backtrace read(Pointers pointers, LinearAddress eip, LinearMemory memory) {
    var frames = new ArrayList<Frame>();
    withoutFrame(pointers, eip, memory).ifPresent(frames::add);
    long pointer = pointers.frame();
    if (pointer != 0 && Long.compareUnsigned(pointer, pointers.stack()) < 0) {
      return new Backtrace(
          frames,
          "%s is %s, below %s: no frame pointer. The kernel may be compiled without"
                  .formatted(pointers.name("BP"), hex(pointer), pointers.name("SP"))
              + " (-fno-omit-frame-pointer keeps them).");
    }
    String end = "";
    while (end.isEmpty()) {
      if (pointer == 0) {
        end = "The chain ends as it should, with a frame pointer of 0.";
      } else if (frames.size() == MOST) {
        end = "The chain is longer than " + MOST + " calls.";
      } else {
        OptionalLong saved = word(pointers, pointer, memory);
        OptionalLong returnTo = word(pointers, pointer + pointers.word(), memory);
        if (saved.isEmpty() || returnTo.isEmpty()) {
          end = "Frame pointer " + unreadable(pointer, memory.space());
        } else if (!LinearAddress.isCanonical(returnTo.getAsLong())) {
          end = "Return address %s is no address.".formatted(hex(returnTo.getAsLong()));
        } else {
          var address = new LinearAddress(returnTo.getAsLong());
          frames.add(new Frame(new LinearAddress(pointer), address));
          end = problem(pointer, saved.getAsLong(), address, memory.space());
          pointer = saved.getAsLong();
        }
      }
    }
    return new Backtrace(List.copyOf(frames), end);
  }

  private static OptionalLong word(Pointers pointers, long at, LinearMemory memory) {
    return pointers.wide() ? memory.quad(at) : memory.word(at);
  }

  /// A function that keeps no frame, such as a loop that calls nothing: its return address lies at
  /// ESP. It is one when the call before it leads to shortly before EIP, to code that saves no EBP.
  private static Optional<Frame> withoutFrame(
      Pointers pointers, LinearAddress eip, LinearMemory memory) {
    long returnTo = word(pointers, pointers.stack(), memory).orElse(0);
    int opcode = memory.byteAt(returnTo - 5).orElse(-1);
    OptionalLong displacement = memory.word(returnTo - 4);
    if (opcode != CALL || displacement.isEmpty()) {
      return Optional.empty();
    }
    long target = returnTo + (int) displacement.getAsLong();
    long function = pointers.wide() ? target : target & 0xFFFF_FFFFL;
    long into = eip.value() - function;
    boolean savesFrame = memory.byteAt(function).orElse(PUSH_EBP) == PUSH_EBP;
    return into < 0 || into > PAGE || savesFrame
        ? Optional.empty()
        : Optional.of(new Frame(new LinearAddress(pointers.stack()), new LinearAddress(returnTo)));
  }

  private static String problem(
      long pointer, long saved, LinearAddress returnTo, AddressSpace space) {
    if (space.translate(returnTo) instanceof Translation.Failed it) {
      return "Return address %s is not mapped: %s.".formatted(returnTo.toJson(), it.reason());
    }
    if (saved == 0) {
      return "";
    }
    if (saved == pointer) {
      return "The frame at %s refers to itself: the chain is a loop.".formatted(hex(pointer));
    }
    if (Long.compareUnsigned(saved - pointer, LARGEST_FRAME) > 0) {
      return "The frame at %s refers to %s, which is no caller's: the chain ends there."
          .formatted(hex(pointer), hex(saved));
    }
    return "";
  }

  private static String unreadable(long pointer, AddressSpace space) {
    if (!LinearAddress.isCanonical(pointer)) {
      return hex(pointer) + " is no address.";
    }
    return space.translate(new LinearAddress(pointer)) instanceof Translation.Failed it
        ? "%s is not mapped: %s.".formatted(hex(pointer), it.reason())
        : hex(pointer) + " leads out of RAM.";
  }

  private static String hex(long address) {
    return Hexadecimal.format(address);
  }
}
