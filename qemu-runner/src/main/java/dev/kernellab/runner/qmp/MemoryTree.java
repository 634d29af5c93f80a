// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.qmp;

import dev.kernellab.protocol.PhysicalAddress;
import dev.kernellab.protocol.PhysicalSpan;
import dev.kernellab.protocol.PhysicalSpan.Sort;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what `info mtree -f` prints of the processor's view of physical memory: what is RAM by the
/// machine's own account, and under which addresses a device answers.
public final class MemoryTree {
  private static final int LONGEST = 1 << 18;
  private static final int MOST_SPANS = 1_024;
  private static final Pattern VIEW = Pattern.compile("(?m)^ AS \"memory\", root: system");

  /// `0000000000100000-0000000007ffffff (prio 0, ram): pc.ram @0000000000100000`.
  private static final Pattern SPAN =
      Pattern.compile("(?m)^  ([0-9a-f]{16})-([0-9a-f]{16}) \\(prio -?\\d+, ([a-z/]+)\\): (\\S+)");

  private MemoryTree() {}

  /// Sorted, neighbours of one sort and name joined.
  public static List<PhysicalSpan> parse(String text) throws QmpProtocolException {
    Matcher view = VIEW.matcher(text);
    if (text.length() > LONGEST || !view.find()) {
      throw new QmpProtocolException("info mtree: no view of memory in the answer");
    }
    int end = text.indexOf("FlatView", view.end());
    Matcher span = SPAN.matcher(text).region(view.end(), end < 0 ? text.length() : end);
    var spans = new ArrayList<PhysicalSpan>();
    while (span.find() && spans.size() < MOST_SPANS) {
      add(spans, address(span, 1), address(span, 2), sort(span.group(3), span.group(4)), span);
    }
    return List.copyOf(spans);
  }

  private static void add(
      List<PhysicalSpan> spans, long start, long end, Sort sort, Matcher matcher) {
    if (end < start || end >>> 52 != 0) {
      return; // above what a processor can address
    }
    String name = matcher.group(4);
    var span = new PhysicalSpan(new PhysicalAddress(start), new PhysicalAddress(end), sort, name);
    PhysicalSpan before = spans.isEmpty() ? null : spans.getLast();
    if (before != null
        && before.sort() == sort
        && before.name().equals(name)
        && before.end().value() + 1 == start) {
      spans.removeLast();
      span = new PhysicalSpan(before.start(), span.end(), sort, name);
    }
    spans.add(span);
  }

  /// A device's memory is called RAM too; the machine's own has its name.
  private static Sort sort(String kind, String name) {
    return switch (kind) {
      case "ram" -> name.equals("pc.ram") ? Sort.RAM : Sort.DEVICE;
      case "rom", "romd" -> Sort.ROM;
      default -> Sort.DEVICE;
    };
  }

  private static long address(Matcher matcher, int group) {
    return Long.parseUnsignedLong(matcher.group(group), 16);
  }
}
