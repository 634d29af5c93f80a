// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.check;

import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.LinearAddress;
import java.util.List;

/// What a judge says of one expectation.
///
/// @param right how much of it is met, out of `asked`
public record Judgement(int right, int asked, String message, Exhibit evidence) {

  static Judgement of(boolean met, String message, Exhibit evidence) {
    return new Judgement(met ? 1 : 0, 1, message, evidence);
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
