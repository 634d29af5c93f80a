// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.gradebook;

import dev.kernellab.grading.verdict.CheckResult;
import dev.kernellab.grading.verdict.CheckResult.Status;
import dev.kernellab.grading.verdict.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How one check went for the class.
///
/// @param meanPoints of those whose verdict has this check
public record CheckStatistics(
    String id,
    String title,
    int max,
    int passed,
    int partial,
    int failed,
    int notRun,
    double meanPoints) {

  static List<CheckStatistics> of(List<Attempt> counted) {
    Map<String, List<CheckResult>> byId = new LinkedHashMap<>();
    for (Attempt attempt : counted) {
      Verdict verdict = attempt.verdict();
      if (verdict != null) {
        verdict
            .checks()
            .forEach(it -> byId.computeIfAbsent(it.id(), id -> new ArrayList<>()).add(it));
      }
    }
    return byId.values().stream().map(CheckStatistics::ofOne).toList();
  }

  private static CheckStatistics ofOne(List<CheckResult> results) {
    CheckResult last = results.getLast();
    return new CheckStatistics(
        last.id(),
        last.title(),
        last.max(),
        count(results, Status.PASSED),
        count(results, Status.PARTIAL),
        count(results, Status.FAILED),
        count(results, Status.NOT_RUN),
        results.stream().mapToInt(CheckResult::points).average().orElse(0));
  }

  private static int count(List<CheckResult> results, Status status) {
    return (int) results.stream().filter(it -> it.status() == status).count();
  }
}
