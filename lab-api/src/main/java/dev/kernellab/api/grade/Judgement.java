// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.grade;

import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.LinearAddress;
import java.util.List;

/// What a judge says of one expectation.
///
/// @param right how much of it is met, out of `asked`
record Judgement(int right, int asked, String message, CheckResult.Evidence evidence) {

  static Judgement of(boolean met, String message, CheckResult.Evidence evidence) {
    return new Judgement(met ? 1 : 0, 1, message, evidence);
  }

  boolean isMet() {
    return right == asked;
  }

  static CheckResult.Evidence in(Snapshot snapshot) {
    return new CheckResult.Evidence(snapshot.n(), null, null);
  }

  static CheckResult.Evidence in(Snapshot snapshot, List<FrameRange> frames) {
    return new CheckResult.Evidence(snapshot.n(), frames, null);
  }

  static CheckResult.Evidence in(Snapshot snapshot, LinearAddress linear) {
    return new CheckResult.Evidence(snapshot.n(), null, linear);
  }
}
