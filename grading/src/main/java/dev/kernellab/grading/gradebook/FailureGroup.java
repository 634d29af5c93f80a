// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.gradebook;

import dev.kernellab.grading.verdict.CheckResult;
import dev.kernellab.grading.verdict.CheckResult.Status;
import dev.kernellab.grading.verdict.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The same check missed in the same way by several: what it says is the same but for its numbers.
/// What they missed in the same words at every check, a kernel that was not booted for one, is told
/// of the first.
///
/// @param message as the first of them got it
/// @param labels sorted
public record FailureGroup(
    String check, String title, Status status, String message, List<String> labels) {
  private static final Pattern NUMBER = Pattern.compile("0x[0-9A-Fa-f]+|\\d[\\d,.]*\\b");

  private record Kind(String check, Status status, String message) {}

  private record Miss(CheckResult result, String label) {}

  static List<FailureGroup> of(List<Attempt> counted) {
    Map<Kind, List<Miss>> misses = new LinkedHashMap<>();
    for (Attempt attempt : counted) {
      Verdict verdict = attempt.verdict();
      for (CheckResult it : verdict == null ? List.<CheckResult>of() : verdict.checks()) {
        if (it.status() != Status.PASSED) {
          var kind = new Kind(it.id(), it.status(), NUMBER.matcher(it.message()).replaceAll("#"));
          misses.computeIfAbsent(kind, any -> new ArrayList<>()).add(new Miss(it, attempt.label()));
        }
      }
    }
    var told = new HashSet<List<Object>>();
    return misses.values().stream()
        .filter(some -> some.size() > 1)
        .map(FailureGroup::group)
        .filter(it -> told.add(List.of(it.labels(), it.message())))
        .sorted(Comparator.comparingInt((FailureGroup it) -> it.labels().size()).reversed())
        .toList();
  }

  private static FailureGroup group(List<Miss> misses) {
    CheckResult first = misses.getFirst().result();
    return new FailureGroup(
        first.id(),
        first.title(),
        first.status(),
        first.message(),
        misses.stream().map(Miss::label).sorted().toList());
  }
}
