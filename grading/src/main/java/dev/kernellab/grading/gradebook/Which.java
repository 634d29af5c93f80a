// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.gradebook;

import java.util.Comparator;

/// Which of somebody's graded attempts counts.
public enum Which {
  LATEST(Comparator.comparing(Attempt::handedIn).thenComparing(Attempt::run)),
  /// The first of the best.
  BEST(Comparator.comparingInt(Which::score).thenComparing(LATEST.later.reversed()));

  private final Comparator<Attempt> later;

  Which(Comparator<Attempt> later) {
    this.later = later;
  }

  /// What counts comes last.
  Comparator<Attempt> order() {
    return later;
  }

  private static int score(Attempt attempt) {
    return attempt.verdict() == null ? -1 : attempt.score();
  }
}
