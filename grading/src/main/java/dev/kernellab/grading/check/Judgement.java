// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.check;

import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.LinearAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a judge says of one expectation.
///
/// @param right how much of it is met, out of `asked`
/// @param message what was seen and, unless it is right, what would be
/// @param isRecorded false when the evidence does not hold what it takes to tell
public record Judgement(
    int right, int asked, String message, @Nullable Exhibit evidence, boolean isRecorded) {

  Judgement(int right, int asked, String message, Exhibit evidence) {
    this(right, asked, message, evidence, true);
  }

  static Judgement of(boolean met, String message, @Nullable Exhibit evidence) {
    return new Judgement(met ? 1 : 0, 1, message, evidence, true);
  }

  public static Judgement notRecorded(String message) {
    return new Judgement(0, 1, message, null, false);
  }

  public boolean isMet() {
    return right == asked;
  }

  static Exhibit in(Snapshot snapshot) {
    return new Exhibit(snapshot.n(), null, null);
  }

  static Exhibit in(Snapshot snapshot, List<FrameRange> frames) {
    return new Exhibit(snapshot.n(), frames, null);
  }

  static Exhibit in(Snapshot snapshot, LinearAddress linear) {
    return new Exhibit(snapshot.n(), null, linear);
  }
}
