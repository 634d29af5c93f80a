// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.gradebook;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kernellab.grading.verdict.CheckResult.Status;
import dev.kernellab.grading.verdict.Verdict;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The points of a class, as they go over the wire: `docs/reference/reports.md`, "The gradebook".
///
/// @param rows one for each label, sorted
/// @param checks in the order of the assignment
/// @param alike failures that several have in common, the most common first
public record Gradebook(
    String assignment,
    Which which,
    ScoreStatistics scores,
    List<Row> rows,
    List<CheckStatistics> checks,
    List<FailureGroup> alike) {
  public Gradebook {
    rows = List.copyOf(rows);
    checks = List.copyOf(checks);
    alike = List.copyOf(alike);
  }

  /// What counts for one label. Without score and run when nothing has been graded.
  ///
  /// @param attempts how many submissions there are
  /// @param score what it earns, less what being late costs; points of checks are before that
  /// @param percentKept how much of it the delay has left; absent in time
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Row(
      String label,
      int attempts,
      @Nullable String submission,
      @Nullable String run,
      @Nullable Instant handedIn,
      @Nullable Integer score,
      @Nullable Integer max,
      @Nullable Integer percentKept,
      List<Cell> checks) {}

  /// How one check went for one label.
  public record Cell(String id, int points, Status status) {}

  public static Gradebook of(String assignment, Which which, Collection<Attempt> attempts) {
    var byLabel =
        attempts.stream()
            .collect(Collectors.groupingBy(Attempt::label, TreeMap::new, Collectors.toList()));
    List<Attempt> counted = counted(which, attempts);
    return new Gradebook(
        assignment,
        which,
        ScoreStatistics.of(counted),
        byLabel.values().stream().map(all -> row(all, which)).toList(),
        CheckStatistics.of(counted),
        FailureGroup.of(counted));
  }

  /// The attempt that counts of each label that has one, by label.
  public static List<Attempt> counted(Which which, Collection<Attempt> attempts) {
    return attempts.stream()
        .collect(Collectors.groupingBy(Attempt::label, TreeMap::new, Collectors.toList()))
        .values()
        .stream()
        .flatMap(all -> counted(all, which).stream())
        .toList();
  }

  private static Optional<Attempt> counted(List<Attempt> all, Which which) {
    return all.stream().filter(it -> it.verdict() != null).max(which.order());
  }

  private static Row row(List<Attempt> all, Which which) {
    String label = all.getFirst().label();
    int submissions = (int) all.stream().map(Attempt::submission).distinct().count();
    Attempt attempt = counted(all, which).orElse(null);
    Verdict verdict = attempt == null ? null : attempt.verdict();
    if (attempt == null || verdict == null) {
      return new Row(label, submissions, null, null, null, null, null, null, List.of());
    }
    return new Row(
        label,
        submissions,
        attempt.submission(),
        attempt.run(),
        attempt.handedIn(),
        attempt.score(),
        verdict.max(),
        attempt.percentKept() == 100 ? null : Integer.valueOf(attempt.percentKept()),
        verdict.checks().stream().map(it -> new Cell(it.id(), it.points(), it.status())).toList());
  }
}
