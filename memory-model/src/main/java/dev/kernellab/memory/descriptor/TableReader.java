// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.descriptor;

import dev.kernellab.memory.LinearMemory;
import dev.kernellab.protocol.LinearAddress;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/// Takes the tables apart into entries, which in IA-32e mode differ in length.
record TableReader(LinearMemory memory, boolean wide) {
  /// @param entries by index; those that are zero left out
  /// @param unread how many could not be read
  record Entries<T>(TreeMap<Integer, T> entries, int unread) {}

  /// A system descriptor whose second half is missing or cannot be read has zeroes there.
  Entries<SegmentDescriptor> segments(LinearAddress base, int count) {
    memory.expect(base.value(), count * 8L);
    var segments = new TreeMap<Integer, SegmentDescriptor>();
    var unread = new TreeSet<Integer>();
    for (int index = 0; index < count; index++) {
      OptionalLong raw = memory.quad(base.value() + index * 8L);
      if (raw.isEmpty()) {
        unread.add(index);
      } else if (raw.getAsLong() != 0) {
        var segment = new SegmentDescriptor(raw.getAsLong(), 0, wide);
        segments.put(index, segment);
        if (segment.hasUpperHalf() && index + 1 < count) {
          OptionalLong upper = memory.quad(base.value() + ++index * 8L);
          if (upper.isEmpty()) {
            unread.add(index);
          }
          segments.put(index - 1, new SegmentDescriptor(raw.getAsLong(), upper.orElse(0), true));
        }
      }
    }
    return new Entries<>(segments, unread.size());
  }

  Entries<GateDescriptor> gates(LinearAddress base, int count) {
    int size = wide ? 16 : 8;
    memory.expect(base.value(), (long) count * size);
    var gates = new TreeMap<Integer, GateDescriptor>();
    int unread = 0;
    for (int vector = 0; vector < count; vector++) {
      OptionalLong raw = memory.quad(base.value() + (long) vector * size);
      OptionalLong upper =
          wide ? memory.quad(base.value() + (long) vector * size + 8) : OptionalLong.of(0);
      if (raw.isEmpty() || upper.isEmpty()) {
        unread++;
      } else if ((raw.getAsLong() | upper.getAsLong()) != 0) {
        gates.put(vector, new GateDescriptor(raw.getAsLong(), upper.getAsLong(), wide));
      }
    }
    return new Entries<>(gates, unread);
  }
}
