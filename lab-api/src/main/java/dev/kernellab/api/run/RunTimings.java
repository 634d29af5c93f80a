// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How long each state lasted, in milliseconds; absent for a state that has not ended or was
/// skipped. A run that was begun again counts from its submission to its last attempt as queued.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunTimings(
    @Nullable Long queuedMs,
    @Nullable Long buildMs,
    @Nullable Long bootMs,
    @Nullable Long runMs,
    @Nullable Long gradeMs,
    @Nullable Long totalMs) {

  public static RunTimings of(Run.Times at) {
    Long ended = at.ended();
    return new RunTimings(
        between(at.created(), first(at.begun(), ended)),
        between(at.building(), first(at.booting(), at.running(), at.grading(), ended)),
        between(at.booting(), first(at.running(), at.grading(), ended)),
        between(at.running(), first(at.grading(), ended)),
        between(at.grading(), ended),
        between(at.created(), ended));
  }

  private static @Nullable Long first(@Nullable Long... times) {
    return Stream.of(times).filter(Objects::nonNull).findFirst().orElse(null);
  }

  private static @Nullable Long between(@Nullable Long from, @Nullable Long to) {
    return from == null || to == null ? null : Math.max(0, to - from);
  }
}
