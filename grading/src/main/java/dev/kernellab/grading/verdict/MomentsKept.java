// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.verdict;

import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.assignment.Check;
import dev.kernellab.grading.assignment.OfChange;
import dev.kernellab.grading.assignment.When;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The moments that later ones are compared with.
///
/// @param script the checkpoint whose every moment is kept; null when no check looks at operations
record MomentsKept(Set<When> named, @Nullable String script, int operations) {

  static MomentsKept of(Assignment assignment) {
    var named = new HashSet<When>();
    boolean operations = false;
    for (Check check : assignment.checks()) {
      if (check.expect() instanceof OfChange change) {
        switch (change) {
          case OfChange.OperationDone it -> operations = true;
          case OfChange.ReturnsTo it -> named.add(it.since());
          case OfChange.EntriesAsAt it -> named.add(it.since());
          case OfChange.NewlyMapped it -> named.add(it.since());
          case OfChange.OtherDirectory it -> named.addAll(it.since());
        }
      }
    }
    return assignment.operations() == null || !operations
        ? new MomentsKept(named, null, 0)
        : new MomentsKept(
            named, assignment.operations().checkpoint(), assignment.operations().script().size());
  }

  /// A kernel may come by more often than it was told to; that is not kept.
  boolean contains(When when) {
    return named.contains(when) || when.checkpoint().equals(script) && when.hit() <= operations;
  }
}
