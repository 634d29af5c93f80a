// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.report;

import dev.kernellab.protocol.FrameRange;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/// Physical memory drawn as SVG: 64 squares a row, from address 0 on, those marked in which one of
/// the frames in question lies.
final class FrameMap {
  private static final int COLUMNS = 64;
  private static final int ROWS = 32;
  private static final int SQUARE = 9;
  private static final int FRAMES_OF_4_GIB = 1 << 20;

  /// How many frames a square stands for.
  private final int frames;

  private final BitSet marked = new BitSet();

  /// @param ramMiB the map reaches so far at least
  FrameMap(List<FrameRange> ranges, int ramMiB) {
    int end = ranges.stream().mapToInt(FrameRange::end).max().orElse(0);
    int reach = Math.min(FRAMES_OF_4_GIB, Math.max(end, ramMiB * 256));
    this.frames = Math.ceilDiv(reach, COLUMNS * ROWS);
    ranges.forEach(it -> marked.set(it.first() / frames, (it.end() - 1) / frames + 1));
  }

  void draw(Markup html) {
    int width = COLUMNS * SQUARE;
    int height = ROWS * SQUARE;
    html.begin("svg", "viewBox", "0 0 " + width + " " + height, "role", "img", "class", "map");
    html.element("title", describe());
    html.empty("rect", "class", "memory", "width", width, "height", height);
    for (int first = marked.nextSetBit(0); first >= 0; ) {
      int end = Math.min(marked.nextClearBit(first), (first / COLUMNS + 1) * COLUMNS);
      html.empty(
          "rect",
          "class",
          "marked",
          "x",
          first % COLUMNS * SQUARE,
          "y",
          first / COLUMNS * SQUARE,
          "width",
          (end - first) * SQUARE - 1,
          "height",
          SQUARE - 1);
      first = marked.nextSetBit(end);
    }
    html.end();
  }

  /// What the drawing shows, for those who do not see it.
  String describe() {
    return String.format(
        Locale.ROOT,
        "Physical memory from 0 to %d MiB, %d frames (%d KiB) a square; %d of %d squares marked",
        COLUMNS * ROWS * frames / 256,
        frames,
        frames * 4,
        marked.cardinality(),
        COLUMNS * ROWS);
  }
}
