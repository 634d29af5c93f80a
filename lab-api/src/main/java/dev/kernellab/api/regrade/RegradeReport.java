// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.regrade;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kernellab.grading.verdict.Regrade;
import dev.kernellab.grading.verdict.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who moves and by which check, as it goes over the wire: `docs/reference/reports.md`.
///
/// @param version by which the evidence was looked at
/// @param dry nothing has been changed
/// @param looked how many runs were graded again; those that were made together, on one machine
///   each, count as one
/// @param moved how many of them are worth something else
/// @param runs those that moved, and those that another run has to decide
/// @param queued runs that were put into the queue because the evidence did not tell
record RegradeReport(
    String assignment,
    String version,
    boolean dry,
    int looked,
    int moved,
    List<Moved> runs,
    List<String> queued) {
  RegradeReport {
    runs = List.copyOf(runs);
    queued = List.copyOf(queued);
  }

  /// @param before absent when there was no verdict
  /// @param needsAnotherRun a check looks at what was not recorded, or at a machine it was not run
  ///   on: the old verdict stays until the next run is graded
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Moved(
      String run,
      String submission,
      String label,
      @Nullable Score before,
      Score after,
      int difference,
      boolean needsAnotherRun,
      List<Regrade.Move> moves) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Score(int score, int max, @Nullable String version) {
    static Score of(Verdict verdict) {
      return new Score(verdict.score(), verdict.max(), verdict.version());
    }
  }
}
