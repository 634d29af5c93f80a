// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.qmp;

import dev.kernellab.protocol.Hex32;
import dev.kernellab.protocol.Hex64;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.Registers;
import dev.kernellab.protocol.Segments;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what `info registers` prints for an i386 or x86-64 processor (QEMU,
/// `target/i386/cpu-dump.c`). The text is no interface that QEMU promises, so anything unexpected
/// is refused rather than guessed. Read from front to back, for it is read at every stop.
public final class RegisterDump {
  private static final int LONGEST = 16_384;

  /// After `E` or `R`, as they are printed.
  private static final List<String> GENERAL =
      List.of("AX=", "BX=", "CX=", "DX=", "SI=", "DI=", "BP=", "SP=");

  private static final List<String> FURTHER =
      List.of("R8 =", "R9 =", "R10=", "R11=", "R12=", "R13=", "R14=", "R15=");

  private final String text;
  private int at;

  private RegisterDump(String text) {
    this.text = text;
  }

  public static CpuState parse(String text) throws QmpProtocolException {
    if (text.length() > LONGEST) {
      throw new QmpProtocolException("info registers: longer than " + LONGEST + " characters");
    }
    return new RegisterDump(text).read();
  }

  private CpuState read() throws QmpProtocolException {
    boolean wide = text.contains("RIP=");
    String size = wide ? "R" : "E";
    Hex64[] general = new Hex64[8];
    for (int i = 0; i < general.length; i++) {
      general[i] = word(size + GENERAL.get(i));
    }
    Hex64[] further = new Hex64[wide ? 8 : 0];
    for (int i = 0; i < further.length; i++) {
      further[i] = word(FURTHER.get(i));
    }
    Hex64 instruction = word(size + "IP=");
    Hex64 flags = word(wide ? "RFL=" : "EFL=");
    require("HLT=");
    boolean halted = text.startsWith("1", at);
    var segments =
        new Segments(
            segment("\nCS ="),
            segment("\nSS ="),
            segment("\nDS ="),
            segment("\nLDT="),
            segment("\nTR ="));
    LinearAddress gdt = address(word("\nGDT="));
    int gdtLimit = limit();
    LinearAddress idt = address(word("\nIDT="));
    int idtLimit = limit();
    Hex64 cr0 = word("\nCR0=");
    Hex64 cr2 = word(" CR2=");
    Hex64 cr3 = word(" CR3=");
    Hex64 cr4 = word(" CR4=");
    var registers =
        new Registers(
            half(instruction),
            half(general[7]),
            half(general[6]),
            half(flags),
            half(general[0]),
            half(general[1]),
            half(general[2]),
            half(general[3]),
            half(general[4]),
            half(general[5]),
            half(cr0),
            half(cr2),
            half(cr3),
            half(cr4),
            extendedFeatures(),
            gdt,
            gdtLimit,
            idt,
            idtLimit,
            halted,
            segments,
            wide ? wide(instruction, general, further, cr2, cr3) : null);
    return new CpuState(registers, segments.cs().base());
  }

  private static Registers.Wide wide(
      Hex64 instruction, Hex64[] general, Hex64[] further, Hex64 cr2, Hex64 cr3) {
    return new Registers.Wide(
        instruction,
        general[7],
        general[6],
        general[0],
        general[1],
        general[2],
        general[3],
        general[4],
        general[5],
        further[0],
        further[1],
        further[2],
        further[3],
        further[4],
        further[5],
        further[6],
        further[7],
        cr2,
        cr3);
  }

  private Segments.Segment segment(String label) throws QmpProtocolException {
    require(label);
    int selector = (int) digits(4, 4);
    return new Segments.Segment(
        selector,
        address(new Hex64(digits(8, 16))),
        new Hex32((int) digits(8, 8)),
        new Hex32((int) digits(8, 8)));
  }

  /// Null when it is 0, or the processor has none.
  private @Nullable Hex32 extendedFeatures() throws QmpProtocolException {
    Hex32 features = after("\nEFER=") ? half(new Hex64(digits(8, 16))) : null;
    return features == null || features.value() == 0 ? null : features;
  }

  private int limit() throws QmpProtocolException {
    return (int) digits(8, 8) & 0xFFFF;
  }

  /// Wider when the processor is in long mode.
  private Hex64 word(String label) throws QmpProtocolException {
    require(label);
    return new Hex64(digits(8, 16));
  }

  private void require(String label) throws QmpProtocolException {
    if (!after(label)) {
      throw new QmpProtocolException("info registers: no " + label.strip() + " in the answer");
    }
  }

  /// Goes on after a label, if there is one from here on.
  private boolean after(String label) {
    int found = text.indexOf(label, at);
    at = found < 0 ? at : found + label.length();
    return found >= 0;
  }

  /// The hexadecimal number that comes next.
  private long digits(int fewest, int most) throws QmpProtocolException {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    int start = at;
    long value = 0;
    while (at < text.length() && HexFormat.isHexDigit(text.charAt(at))) {
      value = value << 4 | HexFormat.fromHexDigit(text.charAt(at));
      at++;
    }
    if (at - start != fewest && at - start != most) {
      throw new QmpProtocolException(
          "info registers: expected " + fewest + " digits, got " + (at - start));
    }
    return value;
  }

  /// The lower 32 bits.
  private static Hex32 half(Hex64 word) {
    return new Hex32((int) word.value());
  }

  /// What no processor would take for an address is cut off.
  private static LinearAddress address(Hex64 word) {
    long value = word.value();
    return new LinearAddress(LinearAddress.isCanonical(value) ? value : value & 0xFFFF_FFFFL);
  }
}
