// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.hook;

import java.time.Instant;

/// That a verdict was given.
///
/// @param timestamp when
public record VerdictNotice(String type, Instant timestamp, Data data) {

  public VerdictNotice(Instant timestamp, Data data) {
    this("verdict.given", timestamp, data);
  }

  /// @param label what the submission was called
  /// @param outcome the code of how the run ended
  /// @param verdict path of the whole verdict at the lab
  public record Data(
      String run,
      String submission,
      String label,
      String assignment,
      String outcome,
      int score,
      int max,
      String verdict) {}
}
