// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.similarity;

import java.util.List;

/// Two submissions that have more in common than chance gives.
///
/// @param score the larger of the two
/// @param ofFirst percent of the first's that are in the second
/// @param ofSecond percent of the second's that are in the first
/// @param matches the longest first
public record Pair(
    String first, String second, int score, int ofFirst, int ofSecond, List<Match> matches) {
  public Pair {
    matches = List.copyOf(matches);
  }

  /// Where the same passage stands in both.
  public record Match(Lines first, Lines second) {}

  /// @param last the last line inside
  public record Lines(String file, int from, int last) {
    int count() {
      return last - from + 1;
    }
  }
}
