// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// Neighbouring frames; `[first,count]` in JSON.
///
/// @param first frame number of the first
/// @param count how many, at least one
public record FrameRange(int first, int count) {
  public FrameRange {
    if (first < 0 || count <= 0 || Math.addExact(first, count) > 1 << 20) {
      throw new IllegalArgumentException(
          "frame range: outside 4 GiB or empty, [" + first + "," + count + "]");
    }
  }

  @JsonCreator
  static FrameRange parse(int[] pair) {
    if (pair.length != 2) {
      throw new IllegalArgumentException(
          "frame range: expected [first,count], got " + pair.length + " numbers");
    }
    return new FrameRange(pair[0], pair[1]);
  }

  @JsonValue
  int[] toJson() {
    return new int[] {first, count};
  }

  /// The frame after the last.
  public int end() {
    return first + count;
  }

  public boolean contains(long frame) {
    return frame >= first && frame < end();
  }
}
