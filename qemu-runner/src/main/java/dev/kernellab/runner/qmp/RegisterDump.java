// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.qmp;

import dev.kernellab.protocol.Hex32;
import dev.kernellab.protocol.Hex64;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.Registers;
import dev.kernellab.protocol.Segments;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads what `info registers` prints for an i386 or x86-64 processor (QEMU,
/// `target/i386/cpu-dump.c`). The text is no interface that QEMU promises, so anything unexpected
/// is refused rather than guessed.
public final class RegisterDump {
  private static final int LONGEST = 16_384;

  /// Wider when the processor is in long mode.
  private static final String WORD = "([0-9a-f]{16}|[0-9a-f]{8})";

  private static final Pattern GENERAL =
      pattern("EAX=W EBX=W ECX=W EDX=W\r?\nESI=W EDI=W EBP=W ESP=W\r?\nEIP=W EFL=W FLAGS");
  private static final Pattern WIDE =
      pattern(
          "RAX=W RBX=W RCX=W RDX=W\r?\nRSI=W RDI=W RBP=W RSP=W\r?\n"
              + "R8 =W R9 =W R10=W R11=W\r?\nR12=W R13=W R14=W R15=W\r?\nRIP=W RFL=W FLAGS");
  private static final Pattern CODE_SEGMENT = pattern("\nCS =[0-9a-f]{4} W ");
  private static final Pattern TABLES = pattern("\nGDT= +W W\r?\nIDT= +W W");
  private static final Pattern CONTROL = pattern("\nCR0=W CR2=W CR3=W CR4=W");
  private static final Pattern EXTENDED = pattern("\nEFER=W");

  private static final String SEGMENT =
      "\n%s=([0-9a-f]{4}) ([0-9a-f]{8,16}) ([0-9a-f]{8}) ([0-9a-f]{8})";

  private RegisterDump() {}

  public static CpuState parse(JsonNode answer) throws QmpProtocolException {
    String text = answer.asString("");
    if (text.length() > LONGEST) {
      throw new QmpProtocolException("info registers: longer than " + LONGEST + " characters");
    }
    boolean wide = text.contains("RIP=");
    Matcher general = find(wide ? WIDE : GENERAL, text, "general registers");
    Matcher segment = find(CODE_SEGMENT, text, "code segment");
    Matcher tables = find(TABLES, text, "descriptor tables");
    Matcher control = find(CONTROL, text, "control registers");
    int pointer = wide ? 17 : 9; // EIP's group, after eight or sixteen others
    var registers =
        new Registers(
            half(general, pointer),
            half(general, 8),
            half(general, 7),
            half(general, pointer + 1),
            half(general, 1),
            half(general, 2),
            half(general, 3),
            half(general, 4),
            half(general, 5),
            half(general, 6),
            half(control, 1),
            half(control, 2),
            half(control, 3),
            half(control, 4),
            extendedFeatures(text),
            address(tables, 1),
            half(tables, 2).value() & 0xFFFF,
            address(tables, 3),
            half(tables, 4).value() & 0xFFFF,
            general.group(pointer + 2).equals("1"),
            segments(text),
            wide ? wide(general, control) : null);
    return new CpuState(registers, address(segment, 1));
  }

  private static Segments segments(String text) throws QmpProtocolException {
    return new Segments(
        segment("CS ", text),
        segment("SS ", text),
        segment("DS ", text),
        segment("LDT", text),
        segment("TR ", text));
  }

  private static Segments.Segment segment(String name, String text) throws QmpProtocolException {
    Matcher found = find(Pattern.compile(SEGMENT.formatted(name)), text, "segment " + name);
    return new Segments.Segment(
        Integer.parseInt(found.group(1), 16),
        address(found, 2),
        new Hex32(Integer.parseUnsignedInt(found.group(3), 16)),
        new Hex32(Integer.parseUnsignedInt(found.group(4), 16)));
  }

  private static Registers.Wide wide(Matcher general, Matcher control) {
    return new Registers.Wide(
        whole(general, 17),
        whole(general, 8),
        whole(general, 7),
        whole(general, 1),
        whole(general, 2),
        whole(general, 3),
        whole(general, 4),
        whole(general, 5),
        whole(general, 6),
        whole(general, 9),
        whole(general, 10),
        whole(general, 11),
        whole(general, 12),
        whole(general, 13),
        whole(general, 14),
        whole(general, 15),
        whole(general, 16),
        whole(control, 2),
        whole(control, 3));
  }

  /// Null when it is 0, or the processor has none.
  private static @Nullable Hex32 extendedFeatures(String text) {
    Matcher matcher = EXTENDED.matcher(text);
    return matcher.find() && half(matcher, 1).value() != 0 ? half(matcher, 1) : null;
  }

  private static Pattern pattern(String form) {
    return Pattern.compile(form.replace("FLAGS", "[^\r\n]* HLT=([01])").replace("W", WORD));
  }

  private static Matcher find(Pattern pattern, String text, String what)
      throws QmpProtocolException {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new QmpProtocolException("info registers: no " + what + " in the answer");
    }
    return matcher;
  }

  private static Hex64 whole(Matcher matcher, int group) {
    return new Hex64(Long.parseUnsignedLong(matcher.group(group), 16));
  }

  /// The lower 32 bits.
  private static Hex32 half(Matcher matcher, int group) {
    return new Hex32((int) whole(matcher, group).value());
  }

  /// What no processor would take for an address is cut off.
  private static LinearAddress address(Matcher matcher, int group) {
    long value = whole(matcher, group).value();
    return new LinearAddress(LinearAddress.isCanonical(value) ? value : value & 0xFFFF_FFFFL);
  }
}
