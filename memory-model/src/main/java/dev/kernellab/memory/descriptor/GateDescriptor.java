// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.descriptor;

import dev.kernellab.protocol.LinearAddress;
import java.util.Optional;

/// An entry of the IDT (Intel SDM vol. 3, 6.11, figure 6-2, and 6.14.1, figure 6-8).
///
/// @param raw the first eight bytes
/// @param upper the eight bytes after them in IA-32e mode; 0 otherwise
/// @param wide of IA-32e mode, where gates have 16 bytes
public record GateDescriptor(long raw, long upper, boolean wide) {
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

  /// Of a 32-bit processor.
  public GateDescriptor(long raw) {
    this(raw, 0, false);
  }

  public Kind kind() {
    return switch ((int) (raw >>> 40) & 0x1F) {
      case 14 -> Kind.INTERRUPT;
      case 15 -> Kind.TRAP;
      case 5 -> wide ? Kind.INVALID : Kind.TASK;
      case 6, 7 -> wide ? Kind.INVALID : Kind.OF_16_BITS;
      default -> Kind.INVALID;
    };
  }

  /// The code segment's.
  public int selector() {
    return (int) (raw >>> 16) & 0xFFFF;
  }

  /// Of the handler, in its segment.
  public long offset() {
    return (raw & 0xFFFF) | (raw >>> 32 & 0xFFFF_0000L) | upper << 32;
  }

  /// Where the handler is, in a segment that starts at 0; empty when that is no address.
  public Optional<LinearAddress> handler() {
    return LinearAddress.isCanonical(offset())
        ? Optional.of(new LinearAddress(offset()))
        : Optional.empty();
  }

  /// Bits 34:32, IST: which stack of the 64-bit TSS the handler gets whatever ran before; 0 for
  /// none.
  public int interruptStack() {
    return wide ? (int) (raw >>> 32) & 7 : 0;
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
