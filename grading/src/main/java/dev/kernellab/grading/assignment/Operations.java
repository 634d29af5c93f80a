// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.assignment;

import dev.kernellab.protocol.Boot;
import dev.kernellab.protocol.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the kernel is told to do once it is up, on its command line as `ops=`. Numbers that nobody
/// can know before are drawn from a seed: `alloc:{2-40}`; with hexadecimal bounds a page's address,
/// `map:{0x40000000-0x7FFFF000}`; and `unmap:{=4}` is the first argument of the fourth operation.
///
/// @param checkpoint where the kernel comes by after each
public record Operations(String checkpoint, List<String> script) {
  public static final int MOST = 64;
  private static final int PAGE = 4096;
  private static final String OPTION = "ops=";
  private static final Pattern BLANK =
      Pattern.compile(
          "\\{(?:=(\\d+)|(0x[0-9A-Fa-f]{1,8}|\\d{1,9})-(0x[0-9A-Fa-f]{1,8}|\\d{1,9}))}");
  private static final Pattern DRAWN = Pattern.compile("[a-z]+(?::[0-9A-Za-z]+)*");

  public Operations {
    script = List.copyOf(script);
    if (script.isEmpty() || script.size() > MOST) {
      throw new IllegalArgumentException(
          "script: expected 1 to " + MOST + " operations, got " + script.size());
    }
    draw(script, 0);
  }

  /// The machine with the operations of one seed on its kernel's command line.
  public Machine onto(Machine machine, long seed) {
    Boot boot = machine.start();
    String line = OPTION + String.join(",", drawn(seed));
    return machine.withBoot(new Boot(boot.way(), line, boot.modules(), boot.symbols()));
  }

  /// The machine before its kernel was told anything.
  public static Machine without(Machine machine) {
    Boot boot = machine.start();
    return told(machine).isEmpty()
        ? machine
        : machine.withBoot(new Boot(boot.way(), null, boot.modules(), boot.symbols()));
  }

  /// What the kernel of a machine was told; nothing when its command line says nothing.
  public static List<String> told(Machine machine) {
    String commandLine = machine.start().commandLine();
    return commandLine != null && commandLine.startsWith(OPTION)
        ? List.of(commandLine.substring(OPTION.length()).split(",", -1))
        : List.of();
  }

  /// The operations as one seed gives them; always the same.
  public List<String> drawn(long seed) {
    return draw(script, seed);
  }

  private static List<String> draw(List<String> script, long seed) {
    var random = new SplittableRandom(seed);
    var drawn = new ArrayList<String>();
    for (String template : script) {
      String operation =
          BLANK.matcher(template).replaceAll(blank -> fill(blank.group(), drawn, random));
      if (!DRAWN.matcher(operation).matches()) {
        throw new IllegalArgumentException(
            "script: expected an operation like alloc:{2-40}, got \"" + template + "\"");
      }
      drawn.add(operation);
    }
    return List.copyOf(drawn);
  }

  private static String fill(String blank, List<String> before, SplittableRandom random) {
    Matcher parts = BLANK.matcher(blank);
    parts.matches();
    if (parts.group(1) == null) {
      return number(parts.group(2), parts.group(3), random);
    }
    int operation = Integer.parseInt(parts.group(1));
    String[] words =
        operation >= 1 && operation <= before.size()
            ? before.get(operation - 1).split(":", -1)
            : new String[0];
    if (words.length < 2) {
      throw new IllegalArgumentException(
          "script: " + blank + " refers to no operation before it that has an argument");
    }
    return words[1];
  }

  private static String number(String first, String last, SplittableRandom random) {
    boolean address = first.startsWith("0x");
    int unit = address ? PAGE : 1;
    long from = Long.decode(first) / unit;
    long to = Long.decode(last) / unit;
    if (from > to) {
      throw new IllegalArgumentException("script: {" + first + "-" + last + "} is empty");
    }
    long drawn = random.nextLong(from, to + 1) * unit;
    return address ? Long.toHexString(drawn) : Long.toString(drawn);
  }
}
