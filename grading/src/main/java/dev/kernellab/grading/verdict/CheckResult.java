// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.verdict;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kernellab.grading.assignment.Check;
import dev.kernellab.grading.check.Exhibit;
import dev.kernellab.grading.check.Judgement;
import org.jspecify.annotations.Nullable;

/// How one check went.
///
/// @param message what was seen and where and, unless it is right, what would be
/// @param evidence where to look; absent when the check did not run
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CheckResult(
    String id,
    String title,
    int points,
    int max,
    Status status,
    String message,
    @Nullable Exhibit evidence) {

  /// How it went.
  public enum Status {
    PASSED,
    FAILED,
    PARTIAL,
    /// The moment it looks at was never reached, or what it builds on was not met.
    NOT_RUN
  }

  static CheckResult of(Check check, Judgement judgement) {
    int points = (int) ((long) check.points() * judgement.right() / judgement.asked());
    Status status = points == 0 ? Status.FAILED : Status.PARTIAL;
    return new CheckResult(
        check.id(),
        check.title(),
        points,
        check.points(),
        judgement.isMet() ? Status.PASSED : status,
        judgement.message(),
        judgement.evidence());
  }

  static CheckResult notRun(Check check, String message) {
    return new CheckResult(
        check.id(), check.title(), 0, check.points(), Status.NOT_RUN, message, null);
  }
}
