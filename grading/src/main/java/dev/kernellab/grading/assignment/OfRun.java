// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.assignment;

import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;

/// What a moment of the run has to show besides.
public sealed interface OfRun extends Expectation {

  /// The lab's own cross-checks find nothing of these kinds.
  ///
  /// @param kinds ids of findings
  /// @param onwards from the checkpoint on, not only there
  @JsonTypeName("no-findings")
  record NoFindings(List<String> kinds, boolean onwards) implements OfRun {
    public NoFindings {
      kinds = List.copyOf(kinds);
      if (kinds.isEmpty()) {
        throw new IllegalArgumentException("kinds: expected at least one");
      }
    }

    @Override
    public boolean holdsOnwards() {
      return onwards;
    }
  }

  /// The kernel gets there within so many guest instructions.
  @JsonTypeName("within")
  record Within(long instructions) implements OfRun {
    public Within {
      if (instructions <= 0) {
        throw new IllegalArgumentException(
            "instructions: expected more than 0, got " + instructions);
      }
    }
  }

  /// An expression in the Common Expression Language that says whether, or as a number from 0.0 to
  /// 1.0 how far, it is met.
  ///
  /// @param right what would be right, in a sentence
  @JsonTypeName("cel")
  record Expression(String expression, String right) implements OfRun {}
}
