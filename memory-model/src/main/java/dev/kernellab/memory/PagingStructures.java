// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.Registers;
import java.util.List;

/// Which frames hold the tables that translate linear addresses: what has to be captured for an
/// [AddressSpace] to be read later.
public final class PagingStructures {
  private PagingStructures() {}

  /// Those that could be read, sorted; the rest is not RAM. Bounded, whatever a kernel wrote.
  public static List<FrameRange> frames(Registers registers, PhysicalMemory memory) {
    PagingFormat format = PagingFormat.of(ControlRegisters.of(registers));
    return PagingTables.read(format, memory).frames();
  }
}
