// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kernellab.grading.verdict.Verdict;
import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.protocol.RunState;
import org.jspecify.annotations.Nullable;

/// A run as its row tells it.
///
/// @param round the run on the first machine, of those that were made together
/// @param sha256 of the submitted file
/// @param faults attempts begun of which nobody knows that they ended as they should
/// @param stopCode somebody asked it to stop: the outcome's code
/// @param outcome once it has ended
/// @param score once it has been graded, as far as students might see it then
/// @param lateScore as far as they may once the deadline has passed, where that may differ
/// @param evidence once it has ended
/// @param instructions guest instructions at the last event that counted them
/// @param snapshots of this attempt
/// @param watchedAt when somebody was last seen to watch it, if it is interactive: milliseconds
///   since 1970
public record Run(
    String id,
    String submission,
    String round,
    String label,
    String assignment,
    String sha256,
    RunPlan plan,
    RunState state,
    int attempt,
    int faults,
    @Nullable String stopCode,
    @Nullable RunOutcome outcome,
    @Nullable Score score,
    @Nullable Score lateScore,
    @Nullable Seal evidence,
    @Nullable Long instructions,
    int snapshots,
    @Nullable Long watchedAt,
    Times times) {

  public boolean hasEnded() {
    return state == RunState.ENDED;
  }

  /// That on the first machine stands for all that were made together.
  public boolean isFirstOfRound() {
    return round.equals(id);
  }

  /// A runner is at work on it, this replica's or another's.
  boolean hasMachine() {
    return switch (state) {
      case BUILDING, BOOTING, RUNNING -> true;
      case QUEUED, GRADING, ENDED -> false;
    };
  }

  /// A worker has taken the attempt up.
  boolean hasBegun() {
    return times.begun() != null;
  }

  public record Score(int score, int max) {
    static Score of(Verdict verdict) {
      return new Score(verdict.score(), verdict.max());
    }
  }

  /// What is stored of the last attempt.
  ///
  /// @param sha256 over what the machine showed; null of an interactive run, and of one that was
  ///   not seen to its end
  /// @param bytes as stored, compressed
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Seal(@Nullable String sha256, long bytes) {}

  /// When a state was entered, in milliseconds since 1970; null for what has not happened or was
  /// skipped.
  public record Times(
      long created,
      @Nullable Long begun,
      @Nullable Long building,
      @Nullable Long booting,
      @Nullable Long running,
      @Nullable Long grading,
      @Nullable Long ended) {}
}
