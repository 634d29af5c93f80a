// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.grade;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kernellab.cli.ExitCode;
import dev.kernellab.cli.grade.ClassRun.Result;
import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.gradebook.Attempt;
import dev.kernellab.grading.gradebook.CheckStatistics;
import dev.kernellab.grading.gradebook.FailureGroup;
import dev.kernellab.grading.gradebook.Gradebook;
import dev.kernellab.grading.gradebook.GradebookCsv;
import dev.kernellab.grading.gradebook.Which;
import dev.kernellab.grading.report.ClassJunit;
import dev.kernellab.grading.report.GradedRun;
import dev.kernellab.grading.verdict.Verdict;
import dev.kernellab.protocol.RunOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What came of a class, for programs.
///
/// @param seed of what operations left to chance; absent when a lab drew it
/// @param summary how many of each
@JsonInclude(JsonInclude.Include.NON_NULL)
record ClassReport(
    String assignment,
    String version,
    @Nullable Long seed,
    Summary summary,
    List<Row> results,
    List<CheckStatistics> checks,
    List<FailureGroup> alike) {

  /// @param passed every check that is asked for
  /// @param notTaken have no mark from this: they came too late or too often
  /// @param labFaults have no mark
  record Summary(int submissions, int passed, int failed, int notTaken, int labFaults) {
    /// An incomplete class is the lab's failure, whatever the others earned.
    int exitCode() {
      if (labFaults > 0) {
        return ExitCode.LAB_OR_NETWORK;
      }
      return failed + notTaken > 0 ? ExitCode.CHECKS_FAILED : ExitCode.PASSED;
    }
  }

  /// @param run where to look, when a lab ran it
  /// @param verdict absent when the lab failed or did not take it; `message` says why
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Row(
      String label,
      String file,
      Status status,
      @Nullable String run,
      @Nullable RunOutcome outcome,
      @Nullable Verdict verdict,
      @Nullable String message) {
    enum Status {
      PASSED,
      FAILED,
      NOT_TAKEN,
      LAB_FAULT
    }

    static Row of(Result result) {
      String label = result.handedIn().label();
      String file = result.handedIn().path().toString();
      return switch (result.mark()) {
        case Mark.Graded it ->
            new Row(
                label,
                file,
                it.isPassed() ? Status.PASSED : Status.FAILED,
                it.run(),
                it.outcome(),
                it.verdict(),
                null);
        case Mark.NotTaken it ->
            new Row(label, file, Status.NOT_TAKEN, null, null, null, it.message());
        case Mark.LabFault it ->
            new Row(label, file, Status.LAB_FAULT, null, null, null, it.message());
      };
    }
  }

  static ClassReport of(Assignment assignment, @Nullable Long seed, List<Result> results) {
    List<Row> rows = results.stream().map(Row::of).toList();
    Gradebook book = gradebook(assignment.slug(), rows);
    return new ClassReport(
        assignment.slug(),
        assignment.version(),
        seed,
        new Summary(
            rows.size(),
            count(rows, Row.Status.PASSED),
            count(rows, Row.Status.FAILED),
            count(rows, Row.Status.NOT_TAKEN),
            count(rows, Row.Status.LAB_FAULT)),
        rows,
        book.checks(),
        book.alike());
  }

  private static int count(List<Row> rows, Row.Status status) {
    return (int) rows.stream().filter(it -> it.status() == status).count();
  }

  /// A gradebook in which each has one attempt, handed in nobody knows when.
  private static Gradebook gradebook(String assignment, List<Row> rows) {
    List<Attempt> attempts =
        rows.stream()
            .map(
                it -> {
                  String run = it.run() == null ? "" : it.run();
                  return new Attempt(it.label(), it.file(), run, Instant.EPOCH, it.verdict(), 100);
                })
            .toList();
    Gradebook book = Gradebook.of(assignment, Which.LATEST, attempts);
    return new Gradebook(
        assignment,
        book.which(),
        book.scores(),
        book.rows().stream()
            .map(
                it ->
                    new Gradebook.Row(
                        it.label(),
                        it.attempts(),
                        it.submission(),
                        it.run(),
                        null,
                        it.score(),
                        it.max(),
                        it.percentKept(),
                        it.checks()))
            .toList(),
        book.checks(),
        book.alike());
  }

  String csv() {
    return GradebookCsv.write(gradebook(assignment, results));
  }

  String junit(Assignment by) {
    var runs = new ArrayList<GradedRun>();
    var unmarked = new ArrayList<ClassJunit.Unmarked>();
    for (Row row : results) {
      if (row.verdict() == null || row.outcome() == null) {
        unmarked.add(
            new ClassJunit.Unmarked(
                row.label(), row.status().name(), String.valueOf(row.message())));
      } else {
        String id = row.run() == null ? row.label() : row.run();
        runs.add(
            new GradedRun(id, row.label(), by.title(), by.machine(), row.outcome(), row.verdict()));
      }
    }
    return ClassJunit.write(assignment, runs, unmarked);
  }
}
