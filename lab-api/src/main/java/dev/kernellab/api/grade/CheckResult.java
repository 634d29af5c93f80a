// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.grade;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kernellab.api.assignment.Check;
import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.LinearAddress;
import java.util.List;
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
    @Nullable Evidence evidence) {

  /// How it went.
  public enum Status {
    PASSED,
    FAILED,
    PARTIAL,
    /// The moment it looks at was never reached, or what it builds on was not met.
    NOT_RUN
  }

  /// Where in the run's evidence the answer stands.
  ///
  /// @param snapshot the snapshot's number
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Evidence(
      int snapshot, @Nullable List<FrameRange> frames, @Nullable LinearAddress linear) {}

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
