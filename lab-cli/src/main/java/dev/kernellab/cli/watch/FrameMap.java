// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.watch;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Which frames of RAM are free, in a few characters: a cell stands for a run of frames, the fuller
/// the more of them are allocated.
final class FrameMap {
  private static final String FULLNESS = " ░▒▓█";

  /// Snapshots refer to one of the last eight.
  private static final int KEPT = 16;

  private static final int MOST_FRAMES = 1 << 20;

  private final Map<Integer, BitSet> free =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, BitSet> eldest) {
          return size() > KEPT;
        }
      };
  private final int frames;
  private List<String> rows = List.of();

  /// @param frames of RAM
  FrameMap(int frames) {
    this.frames = frames;
  }

  /// What the last snapshot that could tell has shown, from the lowest frame on; empty before it.
  List<String> rows() {
    return rows;
  }

  /// @param snapshot the data of such an event
  void take(JsonNode snapshot, int height, int width) {
    JsonNode allocator = snapshot.path("allocator");
    if (!allocator.path("ready").asBoolean() || allocator.path("truncated").asBoolean()) {
      return;
    }
    BitSet now = new BitSet();
    if (allocator.has("base")) {
      BitSet base = free.get(allocator.path("base").asInt());
      if (base == null) {
        return; // the stream was entered after it
      }
      now.or(base);
    }
    for (JsonNode change : allocator.path("changes")) {
      int first = Math.clamp(change.path(0).asInt(), 0, MOST_FRAMES);
      int end = Math.clamp((long) first + change.path(1).asInt(), first, MOST_FRAMES);
      now.set(first, end, change.path(2).asBoolean());
    }
    free.put(snapshot.path("n").asInt(), now);
    rows = drawn(now, height, width);
  }

  private List<String> drawn(BitSet now, int height, int width) {
    var drawn = new ArrayList<String>();
    int cells = height * width;
    for (int row = 0; row < height; row++) {
      var line = new StringBuilder();
      for (int cell = row * width; cell < (row + 1) * width; cell++) {
        int first = (int) ((long) frames * cell / cells);
        int end = (int) Math.max(first + 1L, (long) frames * (cell + 1) / cells);
        line.append(cell(now, first, end));
      }
      drawn.add(line.toString());
    }
    return drawn;
  }

  /// Blank and full only where all are.
  private static char cell(BitSet now, int first, int end) {
    int count = end - first;
    int allocated = count - now.get(first, end).cardinality();
    int level = allocated == 0 ? 0 : allocated == count ? 4 : 1 + 3 * allocated / (count + 1);
    return FULLNESS.charAt(level);
  }
}
