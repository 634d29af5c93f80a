// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.run;

import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.verdict.Verdict;

/// What a run is worth, and what of that who may see.
///
/// @param whole with the checks that are not for students
/// @param shown as students may see it now
/// @param late as students may see it once the deadline has passed
/// @param hides whether these may differ
record Graded(Verdict whole, Verdict shown, Verdict late, boolean hides) {

  static Graded of(Verdict whole, Assignment by, boolean isOver) {
    return new Graded(whole, whole.shown(by, isOver), whole.shown(by, true), by.hidesSomething());
  }
}
