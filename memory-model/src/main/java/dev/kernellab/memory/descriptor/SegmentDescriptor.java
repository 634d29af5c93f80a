// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.descriptor;

/// An entry of the GDT (Intel SDM vol. 3, 3.4.5 and 3.5, figures 3-8, 7-3 and 7-4).
///
/// @param raw the first eight bytes
/// @param upper the eight bytes after them where `wide` gives it 16; 0 otherwise
/// @param wide of IA-32e mode, where system descriptors have 16 bytes
public record SegmentDescriptor(long raw, long upper, boolean wide) {
  /// What an entry is for.
  public enum Kind {
    NULL,
    CODE,
    DATA,
    TSS_AVAILABLE,
    TSS_BUSY,
    LDT,
    CALL_GATE,
    TASK_GATE,
    /// TSS and gates of the 80286.
    OF_16_BITS,
    RESERVED
  }

  /// Of a 32-bit processor.
  public SegmentDescriptor(long raw) {
    this(raw, 0, false);
  }

  /// Table 3-2: IA-32e mode has fewer of them.
  public Kind kind() {
    if (raw == 0) {
      return Kind.NULL;
    }
    if (isCodeOrData()) {
      return (type() & 8) != 0 ? Kind.CODE : Kind.DATA;
    }
    return switch (type()) {
      case 2 -> Kind.LDT;
      case 5 -> wide ? Kind.RESERVED : Kind.TASK_GATE;
      case 9 -> Kind.TSS_AVAILABLE;
      case 11 -> Kind.TSS_BUSY;
      case 12 -> Kind.CALL_GATE;
      case 1, 3, 4, 6, 7 -> wide ? Kind.RESERVED : Kind.OF_16_BITS;
      default -> Kind.RESERVED; // 0, 8, 10, 13, and gates that only an IDT may hold
    };
  }

  /// It takes the place of two entries.
  public boolean hasUpperHalf() {
    return wide
        && switch (kind()) {
          case LDT, TSS_AVAILABLE, TSS_BUSY, CALL_GATE -> true;
          case NULL, CODE, DATA, TASK_GATE, OF_16_BITS, RESERVED -> false;
        };
  }

  /// Bits 108:104, which make the upper half of a system descriptor an entry of no kind (3.5.2).
  public int upperType() {
    return (int) (upper >>> 40) & 0x1F;
  }

  /// 64 bits of a system descriptor in IA-32e mode, 32 otherwise.
  public long base() {
    return (raw >>> 16 & 0xFF_FFFF) | (raw >>> 56) << 24 | upper << 32;
  }

  /// The last offset inside: bits 19:0, in bytes or in pages of 4 KiB.
  public long limit() {
    long limit = (raw & 0xFFFF) | (raw >>> 32 & 0xF_0000);
    return inPages() ? limit << 12 | 0xFFF : limit;
  }

  /// The four bits 43:40.
  public int type() {
    return (int) (raw >>> 40) & 0xF;
  }

  /// Bit 44, S.
  public boolean isCodeOrData() {
    return (raw >>> 44 & 1) != 0;
  }

  /// Bits 46:45, DPL.
  public int privilege() {
    return (int) (raw >>> 45) & 3;
  }

  /// Bit 47, P.
  public boolean isPresent() {
    return (raw >>> 47 & 1) != 0;
  }

  /// Bit 54, D/B: operands and the stack pointer have 32 bits.
  public boolean is32Bit() {
    return (raw >>> 54 & 1) != 0;
  }

  /// Bit 53, L: the code is 64-bit.
  public boolean is64Bit() {
    return (raw >>> 53 & 1) != 0;
  }

  /// Bit 41 of data: it may be written.
  public boolean isWritable() {
    return kind() == Kind.DATA && (type() & 2) != 0;
  }

  /// Bit 55, G.
  private boolean inPages() {
    return (raw >>> 55 & 1) != 0;
  }
}
