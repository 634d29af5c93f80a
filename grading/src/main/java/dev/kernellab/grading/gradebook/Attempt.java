// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.gradebook;

import dev.kernellab.grading.verdict.Verdict;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One time that what somebody handed in was run.
///
/// @param label who that is
/// @param verdict null as long as there is none, and for ever when the lab failed: that costs
///   nobody anything
/// @param percentKept how much of its points it keeps; 100 in time
public record Attempt(
    String label,
    String submission,
    String run,
    Instant handedIn,
    @Nullable Verdict verdict,
    int percentKept) {

  /// What it earns; nothing without a verdict.
  int score() {
    return verdict == null ? 0 : verdict.score() * percentKept / 100;
  }
}
