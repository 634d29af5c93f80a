// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.descriptor;

import dev.kernellab.protocol.LinearAddress;

/// An entry of the IDT (Intel SDM vol. 3, 6.11, figure 6-2).
///
/// @param raw the eight bytes
public record GateDescriptor(long raw) {
  /// What happens when it is used.
  public enum Kind {
    /// Interrupts are off while the handler runs.
    INTERRUPT,
    /// Interrupts stay as they are.
    TRAP,
    TASK,
    /// Gates of the 80286.
    OF_16_BITS,
    INVALID
  }

  public Kind kind() {
    return switch ((int) (raw >>> 40) & 0x1F) {
      case 14 -> Kind.INTERRUPT;
      case 15 -> Kind.TRAP;
      case 5 -> Kind.TASK;
      case 6, 7 -> Kind.OF_16_BITS;
      default -> Kind.INVALID;
    };
  }

  /// The code segment's.
  public int selector() {
    return (int) (raw >>> 16) & 0xFFFF;
  }

  /// Where the handler is, in a segment that starts at 0.
  public LinearAddress offset() {
    return new LinearAddress((raw & 0xFFFF) | (raw >>> 32 & 0xFFFF_0000L));
  }

  /// Bits 46:45, DPL: from which privilege level on `int n` may use it.
  public int privilege() {
    return (int) (raw >>> 45) & 3;
  }

  /// Bit 47, P.
  public boolean isPresent() {
    return (raw >>> 47 & 1) != 0;
  }
}
