// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.verdict;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kernellab.grading.assignment.Check;
import dev.kernellab.grading.check.Exhibit;
import dev.kernellab.grading.check.Judgement;
import org.jspecify.annotations.Nullable;

/// How one check went.
///
/// @param max 0 for extra credit: nobody has to earn it
/// @param message what was seen and where and, unless it is right, what would be
/// @param evidence where to look; absent when the check did not run
/// @param notRecorded true when the evidence does not hold what it takes to tell, so that it takes
///   another run; else absent
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CheckResult(
    String id,
    String title,
    int points,
    int max,
    Status status,
    String message,
    @Nullable Exhibit evidence,
    @Nullable Boolean notRecorded) {

  /// How it went.
  public enum Status {
    PASSED,
    FAILED,
    PARTIAL,
    /// The moment it looks at was never reached, or what it builds on was not met.
    NOT_RUN
  }

  static CheckResult of(Check check, Judgement judgement) {
    if (!judgement.isRecorded()) {
      return of(check, 0, Status.NOT_RUN, judgement.message(), null, true);
    }
    int points = (int) ((long) check.points() * judgement.right() / judgement.asked());
    Status missed = points == 0 ? Status.FAILED : Status.PARTIAL;
    Status status = judgement.isMet() ? Status.PASSED : missed;
    return of(check, points, status, judgement.message(), judgement.evidence(), null);
  }

  static CheckResult notRun(Check check, String message) {
    return of(check, 0, Status.NOT_RUN, message, null, null);
  }

  private static CheckResult of(
      Check check,
      int points,
      Status status,
      String message,
      @Nullable Exhibit evidence,
      @Nullable Boolean notRecorded) {
    int max = check.countsOnTop() ? 0 : check.points();
    return new CheckResult(
        check.id(), check.title(), points, max, status, message, evidence, notRecorded);
  }

  /// Its points for a person: `3 / 5`, and `+5` of those that come on top.
  public String worth() {
    return max == 0 && points > 0 ? "+" + points : points + " / " + max;
  }

  /// Whether what builds on this check can be looked at.
  boolean isFoundation() {
    return switch (status) {
      case PASSED, PARTIAL -> true;
      case FAILED, NOT_RUN -> false;
    };
  }

  CheckResult saying(String other) {
    return new CheckResult(id, title, points, max, status, other, evidence, notRecorded);
  }
}
