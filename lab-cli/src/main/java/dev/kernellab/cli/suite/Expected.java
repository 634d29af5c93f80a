// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.suite;

import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.assignment.Check;
import dev.kernellab.grading.verdict.CheckResult;
import dev.kernellab.grading.verdict.Verdict;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What a verdict has to be.
sealed interface Expected {

  /// Why a verdict is not what it has to be; empty when it is.
  Optional<String> complaint(Assignment assignment, Verdict verdict);

  record Everything() implements Expected {
    @Override
    public Optional<String> complaint(Assignment assignment, Verdict verdict) {
      return verdict.passes()
          ? Optional.empty()
          : Optional.of("expected everything; lost " + String.join(", ", lost(verdict)));
    }
  }

  record AtMost(int points) implements Expected {
    @Override
    public Optional<String> complaint(Assignment assignment, Verdict verdict) {
      return verdict.score() <= points
          ? Optional.empty()
          : Optional.of("expected " + points + " points at most");
    }
  }

  /// These checks fail and no other; one that is not run has to have a reason.
  record Loses(Set<String> checks, boolean endsEarly) implements Expected {
    @Override
    public Optional<String> complaint(Assignment assignment, Verdict verdict) {
      Set<String> failed =
          verdict.checks().stream()
              .filter(it -> isMissed(it) && it.status() != CheckResult.Status.NOT_RUN)
              .map(CheckResult::id)
              .collect(Collectors.toCollection(TreeSet::new));
      if (!failed.equals(checks)) {
        return Optional.of("expected to lose " + String.join(", ", new TreeSet<>(checks)));
      }
      Set<String> missed = Set.copyOf(lost(verdict));
      return endsEarly
          ? Optional.empty()
          : assignment.checks().stream()
              .filter(it -> missed.contains(it.id()) && !checks.contains(it.id()))
              .filter(it -> it.prerequisites().stream().noneMatch(missed::contains))
              .map(Check::id)
              .findFirst()
              .map(id -> "expected " + id + " to be run");
    }
  }

  static Set<String> lost(Verdict verdict) {
    return verdict.checks().stream()
        .filter(Expected::isMissed)
        .map(CheckResult::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isMissed(CheckResult check) {
    return check.status() != CheckResult.Status.PASSED;
  }
}
