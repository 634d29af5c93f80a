// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.qmp;

import dev.kernellab.protocol.Hex32;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.Registers;
import dev.kernellab.protocol.Segments;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads what `info registers` prints for an i386 processor. The text is no interface that QEMU
/// promises, so anything unexpected is refused rather than guessed.
public final class RegisterDump {
  private static final int LONGEST = 16_384;
  private static final String WORD = "([0-9a-f]{8})";
  private static final Pattern GENERAL =
      Pattern.compile(
          "EAX=W EBX=W ECX=W EDX=W\r?\nESI=W EDI=W EBP=W ESP=W\r?\nEIP=W EFL=W [^\r\n]* HLT=([01])"
              .replace("W", WORD));
  private static final Pattern CODE_SEGMENT =
      Pattern.compile("\nCS =[0-9a-f]{4} W ".replace("W", WORD));
  private static final Pattern TABLES =
      Pattern.compile("\nGDT= +W W\r?\nIDT= +W W".replace("W", WORD));
  private static final Pattern CONTROL =
      Pattern.compile("\nCR0=W CR2=W CR3=W CR4=W".replace("W", WORD));

  private static final Pattern EXTENDED = Pattern.compile("\nEFER=0{8}W".replace("W", WORD));

  private static final String SEGMENT =
      "\n%s=([0-9a-f]{4}) ([0-9a-f]{8,16}) ([0-9a-f]{8}) ([0-9a-f]{8})";

  private RegisterDump() {}

  public static CpuState parse(JsonNode answer) throws QmpProtocolException {
    String text = answer.asString("");
    if (text.length() > LONGEST) {
      throw new QmpProtocolException("info registers: longer than " + LONGEST + " characters");
    }
    Matcher general = find(GENERAL, text, "general registers");
    Matcher segment = find(CODE_SEGMENT, text, "code segment");
    Matcher tables = find(TABLES, text, "descriptor tables");
    Matcher control = find(CONTROL, text, "control registers");
    var registers =
        new Registers(
            word(general, 9),
            word(general, 8),
            word(general, 7),
            word(general, 10),
            word(general, 1),
            word(general, 2),
            word(general, 3),
            word(general, 4),
            word(general, 5),
            word(general, 6),
            word(control, 1),
            word(control, 2),
            word(control, 3),
            word(control, 4),
            extendedFeatures(text),
            address(tables, 1),
            word(tables, 2).value() & 0xFFFF,
            address(tables, 3),
            word(tables, 4).value() & 0xFFFF,
            general.group(11).equals("1"),
            segments(text));
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
        new LinearAddress(Long.parseUnsignedLong(found.group(2), 16)),
        new Hex32(Integer.parseUnsignedInt(found.group(3), 16)),
        new Hex32(Integer.parseUnsignedInt(found.group(4), 16)));
  }

  /// Null when it is 0, or the processor has none.
  private static @Nullable Hex32 extendedFeatures(String text) {
    Matcher matcher = EXTENDED.matcher(text);
    return matcher.find() && word(matcher, 1).value() != 0 ? word(matcher, 1) : null;
  }

  private static Matcher find(Pattern pattern, String text, String what)
      throws QmpProtocolException {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new QmpProtocolException("info registers: no " + what + " in the answer");
    }
    return matcher;
  }

  private static Hex32 word(Matcher matcher, int group) {
    return new Hex32(Integer.parseUnsignedInt(matcher.group(group), 16));
  }

  private static LinearAddress address(Matcher matcher, int group) {
    return new LinearAddress(word(matcher, group).unsigned());
  }
}
