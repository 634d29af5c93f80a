// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.verdict;

import java.util.List;

/// What a run is worth, as it goes over the wire: `docs/reference/events.md`, "verdict".
///
/// @param assignment the assignment's slug
public record Verdict(int score, int max, String assignment, List<CheckResult> checks) {
  public Verdict {
    checks = List.copyOf(checks);
  }

  static Verdict of(String assignment, List<CheckResult> checks) {
    return new Verdict(
        checks.stream().mapToInt(CheckResult::points).sum(),
        checks.stream().mapToInt(CheckResult::max).sum(),
        assignment,
        checks);
  }
}
