// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.verdict;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.assignment.Check;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a run is worth, as it goes over the wire: `docs/reference/events.md`, "verdict".
///
/// @param score with extra credit it may be more than `max`
/// @param assignment the assignment's slug
/// @param version the assignment's; absent from verdicts that were given before there was one
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Verdict(
    int score, int max, String assignment, @Nullable String version, List<CheckResult> checks) {
  public Verdict {
    checks = List.copyOf(checks);
  }

  static Verdict of(String assignment, @Nullable String version, List<CheckResult> checks) {
    return new Verdict(
        checks.stream().mapToInt(CheckResult::points).sum(),
        checks.stream().mapToInt(CheckResult::max).sum(),
        assignment,
        version,
        checks);
  }

  /// As students may see it: without the checks that are not for them, and what those are worth.
  public Verdict shown(Assignment by, boolean afterDeadline) {
    Set<String> hidden =
        by.checks().stream()
            .filter(check -> !check.isVisible(afterDeadline))
            .map(Check::id)
            .collect(Collectors.toSet());
    return hidden.isEmpty()
        ? this
        : of(
            assignment,
            version,
            checks.stream().filter(check -> !hidden.contains(check.id())).toList());
  }

  /// Whether everything that is asked is there: points that come on top make up for none of it.
  public boolean passes() {
    return checks.stream()
        .allMatch(check -> check.max() == 0 || check.status() == CheckResult.Status.PASSED);
  }

  /// Whether some check looks at what the run did not record, so that it takes another run to tell.
  public boolean needsAnotherRun() {
    return checks.stream().anyMatch(check -> Boolean.TRUE.equals(check.notRecorded()));
  }
}
