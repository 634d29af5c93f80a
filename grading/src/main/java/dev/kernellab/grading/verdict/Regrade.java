// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.verdict;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a verdict given anew, from the same evidence, changes for one run.
///
/// @param before null when there was none
/// @param moves the checks that are now worth something else, in the order they are shown
public record Regrade(String run, @Nullable Verdict before, Verdict after, List<Move> moves) {
  public Regrade {
    moves = List.copyOf(moves);
  }

  /// One check that is worth something else.
  ///
  /// @param before null when there was no such check
  /// @param after null when there is none any more
  /// @param reason what the check says now, or said
  public record Move(
      String check,
      String title,
      @Nullable Integer before,
      @Nullable Integer after,
      String reason) {}

  public static Regrade of(String run, @Nullable Verdict before, Verdict after) {
    Map<String, CheckResult> then = byId(before);
    Map<String, CheckResult> now = byId(after);
    var moves = new ArrayList<Move>();
    now.forEach((id, result) -> add(moves, then.remove(id), result));
    then.values().forEach(gone -> add(moves, gone, null));
    return new Regrade(run, before, after, moves);
  }

  /// Whether anything is worth something else.
  public boolean hasMoves() {
    return !moves.isEmpty();
  }

  /// How many points come on top; negative when some are lost.
  public int difference() {
    return after.score() - (before == null ? 0 : before.score());
  }

  private static void add(
      List<Move> moves, @Nullable CheckResult before, @Nullable CheckResult after) {
    Integer then = before == null ? null : Integer.valueOf(before.points());
    Integer now = after == null ? null : Integer.valueOf(after.points());
    if (!Objects.equals(then, now)) {
      CheckResult shown = Objects.requireNonNull(after == null ? before : after);
      moves.add(new Move(shown.id(), shown.title(), then, now, shown.message()));
    }
  }

  private static Map<String, CheckResult> byId(@Nullable Verdict verdict) {
    var results = new LinkedHashMap<String, CheckResult>();
    if (verdict != null) {
      verdict.checks().forEach(result -> results.put(result.id(), result));
    }
    return results;
  }
}
