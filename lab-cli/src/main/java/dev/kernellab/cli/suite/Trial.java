// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.suite;

import dev.kernellab.grading.verdict.Verdict;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One kernel that was tried.
///
/// @param verdict null when the lab could not tell
/// @param complaint why it is not as expected; empty when it is
record Trial(Kind kind, String name, @Nullable Verdict verdict, Optional<String> complaint) {
  enum Kind {
    SOLUTION,
    STARTER,
    MUTANT,
    CHEAT
  }

  boolean isAsExpected() {
    return complaint.isEmpty();
  }

  /// Some check noticed the fault.
  boolean isCaught() {
    return verdict != null && !Expected.lost(verdict).isEmpty();
  }
}
