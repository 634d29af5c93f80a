// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// Neighbouring frames that changed together; `[first,count,free]` in JSON.
///
/// @param free what they are now
public record FrameRun(FrameRange frames, boolean free) {

  @JsonCreator
  static FrameRun parse(Object[] triple) {
    if (triple.length == 3
        && triple[0] instanceof Integer first
        && triple[1] instanceof Integer count
        && triple[2] instanceof Boolean free) {
      return new FrameRun(new FrameRange(first, count), free);
    }
    throw new IllegalArgumentException("frame run: expected [first,count,free]");
  }

  @JsonValue
  Object[] toJson() {
    return new Object[] {frames.first(), frames.count(), free};
  }
}
