// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.compare;

import dev.kernellab.grading.compare.Difference.Kind;
import dev.kernellab.grading.report.PlainText;
import dev.kernellab.memory.Listing;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.RunOutcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Compares what two runs have shown: moment by moment, then line by line, then how they ended.
/// Registers other than those of paging are left out: they differ with the least change of a
/// program.
public final class RunComparison {
  private static final int LONGEST_LINE = 160;

  private final ComparedRun first;
  private final ComparedRun second;
  private final Differences differences;

  private RunComparison(ComparedRun first, ComparedRun second, int limit) {
    this.first = first;
    this.second = second;
    this.differences = new Differences(limit);
  }

  /// Where they differ, the first such place first; empty when nowhere.
  ///
  /// @param limit at most so many differences
  /// @throws dev.kernellab.memory.MalformedCaptureException when a capture is damaged
  public static Listing<Difference> of(ComparedRun first, ComparedRun second, int limit) {
    var comparison = new RunComparison(first, second, limit);
    comparison.machine();
    comparison.moments();
    comparison.console();
    comparison.outcome();
    return comparison.differences.listing();
  }

  /// Numbers are drawn for each run: without this a kernel would be blamed for them.
  private void machine() {
    if (!first.machine().equals(second.machine())) {
      differences.add(
          Difference.of(
              Kind.MACHINE,
              "The first run was made with %s, the second with %s; the rest may differ for that alone."
                  .formatted(words(first.machine()), words(second.machine()))));
    }
  }

  private static String words(Machine machine) {
    String told = machine.start().commandLine();
    return machine.ramMiB() + " MiB" + (told == null ? "" : " and " + line(List.of(told), 0));
  }

  private void moments() {
    List<String> ours = Moments.names(first);
    List<String> theirs = Moments.names(second);
    List<String> common = common(ours, theirs);
    var here = new Moments(first);
    var there = new Moments(second);
    int i = 0;
    int j = 0;
    for (String name : common) {
      i = onlyOne(ours, i, name, "first", "second");
      j = onlyOne(theirs, j, name, "second", "first");
      if (differences.isFull()) {
        differences.cutShort();
        return;
      }
      new MomentComparison(
              here.next(name).orElseThrow(), there.next(name).orElseThrow(), differences)
          .compare();
    }
    onlyOne(ours, i, "", "first", "second");
    onlyOne(theirs, j, "", "second", "first");
  }

  /// Names that both have, in an order that both have them in. A name stands once in each list.
  private static List<String> common(List<String> ours, List<String> theirs) {
    var common = new ArrayList<String>();
    int from = 0;
    Set<String> known = new HashSet<>(theirs);
    for (String name : ours) {
      int at = known.contains(name) ? theirs.subList(from, theirs.size()).indexOf(name) : -1;
      if (at >= 0) {
        common.add(name);
        from += at + 1;
      }
    }
    return common;
  }

  /// Tells of the moments before `name`.
  ///
  /// @return where to go on: after `name`
  private int onlyOne(List<String> names, int from, String name, String one, String other) {
    int i = from;
    while (i < names.size() && !names.get(i).equals(name)) {
      differences.add(
          new Difference(
              Kind.MOMENT,
              "The %s run came to %s, the %s did not, or not in this order."
                  .formatted(one, names.get(i), other),
              names.get(i),
              null,
              null,
              null,
              null));
      i++;
    }
    return i + 1;
  }

  private void console() {
    List<String> ours = first.console().lines().toList();
    List<String> theirs = second.console().lines().toList();
    for (int i = 0; i < Math.max(ours.size(), theirs.size()); i++) {
      String one = line(ours, i);
      String other = line(theirs, i);
      if (!one.equals(other)) {
        differences.add(
            Difference.of(
                Kind.LINE,
                "Line %d of the console is %s in the first run and %s in the second."
                    .formatted(i + 1, one, other)));
        return; // what follows is shifted, or wrong for the same reason
      }
    }
  }

  private static String line(List<String> lines, int index) {
    if (index >= lines.size()) {
      return "missing";
    }
    String line = PlainText.line(lines.get(index));
    return line.length() <= LONGEST_LINE
        ? '"' + line + '"'
        : '"' + line.substring(0, LONGEST_LINE) + "\"...";
  }

  private void outcome() {
    RunOutcome one = first.outcome();
    RunOutcome other = second.outcome();
    if (!one.code().equals(other.code())) {
      differences.add(
          Difference.of(
              Kind.OUTCOME,
              "The first run ended with %s (%s), the second with %s (%s)."
                  .formatted(
                      one.code(),
                      PlainText.line(one.message()),
                      other.code(),
                      PlainText.line(other.message()))));
    }
  }
}
