// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.descriptor;

import dev.kernellab.memory.LinearMemory;
import dev.kernellab.protocol.Hex32;
import dev.kernellab.protocol.Hex64;
import dev.kernellab.protocol.LinearAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What counts of a TSS: the stacks that the processor switches to when an interrupt comes.
public sealed interface TaskState {
  /// Bytes of either without an I/O permission bitmap.
  int SIZE = 104;

  /// Where it lies, as the processor remembers it.
  LinearAddress base();

  /// Offset of the I/O permission bitmap.
  int ioMap();

  /// Of a 32-bit processor (Intel SDM vol. 3, 7.2.1, figure 7-2).
  record Of32Bits(LinearAddress base, int ss0, Hex32 esp0, int ioMap) implements TaskState {}

  /// Of IA-32e mode (Intel SDM vol. 3, 7.7, figure 7-11). What they hold need not be addresses.
  ///
  /// @param rsp RSP0 to RSP2: the stacks of privilege levels 0 to 2
  /// @param ist IST1 to IST7: the stacks that gates ask for
  record Of64Bits(LinearAddress base, List<Hex64> rsp, List<Hex64> ist, int ioMap)
      implements TaskState {}

  /// The stack of privilege level 0.
  default long kernelStack() {
    return switch (this) {
      case Of32Bits it -> it.esp0().unsigned();
      case Of64Bits it -> it.rsp().getFirst().value();
    };
  }

  /// Empty where it cannot be read.
  static Optional<TaskState> read(LinearAddress base, boolean wide, LinearMemory memory) {
    memory.expect(base.value(), SIZE);
    OptionalLong ioMap = memory.word(base.value() + 100);
    if (ioMap.isEmpty()) {
      return Optional.empty();
    }
    int bitmap = (int) (ioMap.getAsLong() >>> 16);
    return wide ? wide(base, memory, bitmap) : narrow(base, memory, bitmap);
  }

  private static Optional<TaskState> narrow(LinearAddress base, LinearMemory memory, int ioMap) {
    OptionalLong esp0 = memory.word(base.value() + 4);
    OptionalLong ss0 = memory.word(base.value() + 8);
    return esp0.isEmpty() || ss0.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Of32Bits(
                base, (int) ss0.getAsLong() & 0xFFFF, new Hex32((int) esp0.getAsLong()), ioMap));
  }

  private static Optional<TaskState> wide(LinearAddress base, LinearMemory memory, int ioMap) {
    List<Hex64> rsp = quads(base.value() + 4, 3, memory);
    List<Hex64> ist = quads(base.value() + 36, 7, memory);
    return rsp.size() < 3 || ist.size() < 7
        ? Optional.empty()
        : Optional.of(new Of64Bits(base, rsp, ist, ioMap));
  }

  private static List<Hex64> quads(long from, int count, LinearMemory memory) {
    var quads = new ArrayList<Hex64>();
    for (int index = 0; index < count; index++) {
      memory.quad(from + 8L * index).ifPresent(it -> quads.add(new Hex64(it)));
    }
    return List.copyOf(quads);
  }
}
