// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.grade;

import dev.kernellab.cli.Printable;
import dev.kernellab.cli.grade.ClassReport.Row;
import dev.kernellab.grading.gradebook.CheckStatistics;
import dev.kernellab.grading.gradebook.FailureGroup;
import dev.kernellab.grading.verdict.CheckResult;
import dev.kernellab.grading.verdict.Verdict;
import dev.kernellab.protocol.RunOutcome;
import java.io.PrintWriter;
import java.util.stream.Collectors;

/// What came of a class, for people.
final class ClassTable {
  private static final int MOST_LOST = 4;
  private static final int MOST_ALIKE = 10;

  private ClassTable() {}

  static void print(PrintWriter out, ClassReport report) {
    int widest = report.results().stream().mapToInt(it -> it.label().length()).max().orElse(0);
    for (Row row : report.results()) {
      line(out, row, Math.min(widest, 32));
    }
    out.println();
    for (CheckStatistics it : report.checks()) {
      out.printf(
          "%4d passed %4d in part %4d failed %4d not run  %s%n",
          it.passed(), it.partial(), it.failed(), it.notRun(), Printable.of(it.title()));
    }
    report.alike().stream().limit(MOST_ALIKE).forEach(it -> alike(out, it));
    out.println();
    ClassReport.Summary summary = report.summary();
    out.printf(
        "%d submissions: %d passed, %d lost points, %s%d the lab failed. %s, version %s%s%n",
        summary.submissions(),
        summary.passed(),
        summary.failed(),
        summary.notTaken() == 0 ? "" : summary.notTaken() + " not taken, ",
        summary.labFaults(),
        report.assignment(),
        report.version(),
        report.seed() == null ? "" : ", seed " + report.seed());
  }

  private static void line(PrintWriter out, Row row, int width) {
    String label = Printable.of(row.label());
    String why = Printable.of(why(row));
    out.printf("%9s  %-" + Math.max(1, width) + "s  %s%n", score(row), label, why);
  }

  private static String score(Row row) {
    Verdict verdict = row.verdict();
    return switch (row.status()) {
      case NOT_TAKEN -> "not taken";
      case LAB_FAULT -> "lab fault";
      case PASSED, FAILED ->
          verdict == null ? "" : verdict.score() + " / " + verdict.max(); // a mark has one
    };
  }

  private static String why(Row row) {
    Verdict verdict = row.verdict();
    RunOutcome outcome = row.outcome();
    if (verdict == null || outcome == null) {
      return String.valueOf(row.message());
    }
    if (outcome.kind() == RunOutcome.Kind.BUILD_REJECTED) {
      return "not booted: " + outcome.message().lines().findFirst().orElse("");
    }
    var lost =
        verdict.checks().stream()
            .filter(it -> it.status() != CheckResult.Status.PASSED && it.max() > 0)
            .map(CheckResult::id)
            .toList();
    String some = lost.stream().limit(MOST_LOST).collect(Collectors.joining(" "));
    int more = lost.size() - MOST_LOST;
    return lost.isEmpty() ? "" : "lost: " + some + (more > 0 ? " and " + more + " more" : "");
  }

  private static void alike(PrintWriter out, FailureGroup group) {
    out.printf(
        "%n%s: %s%n    %s%n",
        Printable.of(String.join(", ", group.labels())),
        Printable.of(group.title()),
        Printable.of(group.message()));
  }
}
