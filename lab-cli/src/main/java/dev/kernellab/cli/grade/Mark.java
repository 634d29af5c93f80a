// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.grade;

import dev.kernellab.grading.verdict.Verdict;
import dev.kernellab.protocol.RunOutcome;
import org.jspecify.annotations.Nullable;

/// What came of one submission.
sealed interface Mark {

  /// @param run its id; null when no lab knows of it
  record Graded(@Nullable String run, RunOutcome outcome, Verdict verdict) implements Mark {
    boolean isPassed() {
      return verdict.passes();
    }
  }

  /// The lab does not take it now, whatever it may be worth: it is too late, or has been tried
  /// often enough. What counts stands in the lab's gradebook.
  record NotTaken(String message) implements Mark {}

  /// The lab failed, or the way to it. Costs nobody anything.
  record LabFault(String message) implements Mark {}
}
