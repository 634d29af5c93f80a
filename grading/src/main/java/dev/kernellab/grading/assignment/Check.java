// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.assignment;

import org.jspecify.annotations.Nullable;

/// One thing that is asked, and what it is worth.
///
/// @param title what is true when it is met, in a few words
/// @param at the checkpoint at which memory is looked at
/// @param requires a check above without which this one would be met by doing nothing
public record Check(
    String id, String title, int points, String at, @Nullable String requires, Expectation expect) {
  public Check {
    if (points <= 0) {
      throw new IllegalArgumentException("points: expected more than 0, got " + points);
    }
  }
}
