// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.grade;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.cli.grade.ClassRun.Result;
import dev.kernellab.cli.local.AssignmentFolder;
import dev.kernellab.cli.local.LocalLab;
import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/// A class of whom some hand in nonsense, and a lab that fails.
class ClassRunTest {
  private static final Assignment ASSIGNMENT =
      AssignmentFolder.read(Path.of("../assignments/memory-manager")).assignment();

  private final Map<String, Integer> asked = new ConcurrentHashMap<>();

  @Test
  void whatTheLabFailsIsTriedOnceMoreAndTheOthersGoOn() throws InterruptedException {
    var told = new ArrayList<String>();

    List<Result> results =
        run(
            2,
            result -> told.add(result.handedIn().label()),
            "ada",
            "fails-once",
            "fails-always",
            "breaks-us",
            "bob");

    assertThat(results)
        .extracting(it -> it.handedIn().label())
        .containsExactly("ada", "fails-once", "fails-always", "breaks-us", "bob");
    assertThat(results)
        .extracting(it -> it.mark() instanceof Mark.Graded)
        .containsExactly(true, true, false, false, true);
    assertThat(told).containsExactlyInAnyOrderElementsOf(asked.keySet());
    assertThat(asked)
        .containsEntry("ada", 1)
        .containsEntry("fails-once", 2)
        .containsEntry("fails-always", 2);
  }

  @Test
  void aLabFaultIsCountedApartAndOutweighsLostPoints() throws InterruptedException {
    assertThat(report("ada").summary()).isEqualTo(new ClassReport.Summary(1, 0, 1, 0, 0));
    assertThat(report("ada").summary().exitCode()).isEqualTo(1);
    assertThat(report("ada", "fails-always").summary().exitCode()).isEqualTo(3);
    assertThat(new ClassReport.Summary(1, 1, 0, 0, 0).exitCode()).isZero();
  }

  @Test
  void itIsToldInEveryForm() throws InterruptedException {
    ClassReport report = report("=cmd", "fails-always");

    var text = new StringWriter();
    ClassTable.print(new PrintWriter(text, true), report);
    assertThat(text.toString())
        .contains("0 / 100  =cmd", "not booted: Pack it \u00B7[31manew.", "lab fault  fails-always")
        .contains("2 submissions: 0 passed, 1 lost points, 1 the lab failed. memory-manager");
    assertThat(report.csv().lines().toList())
        .satisfiesExactly(
            head -> assertThat(head).startsWith("\"label\",\"attempts\""),
            row -> assertThat(row).startsWith("\"'=cmd\",1,\"'=cmd\",\"\",,0,100,0,"),
            row -> assertThat(row).startsWith("\"fails-always\",1,,,,,"));
    assertThat(report.junit(ASSIGNMENT))
        .contains(
            "<testsuite name=\"=cmd\" tests=\"" + ASSIGNMENT.checks().size() + "\"",
            "message=\"No room.\" type=\"LAB_FAULT\"");
  }

  @Test
  void progressIsALineForEachOrABarThatIsWiped() throws InterruptedException {
    assertThat(progress(false)).isEqualTo("[1/1] ada: 0 / 100\n");
    assertThat(progress(true))
        .contains("░".repeat(20) + " 0/1", "█".repeat(20) + " 1/1  0 passed, 1 lost points\u001B[K")
        .endsWith("\r\u001B[K")
        .doesNotContain("\n");
  }

  private String progress(boolean bar) throws InterruptedException {
    var text = new StringWriter();
    var progress = new Progress(new PrintWriter(text), bar, 1);
    run(1, progress::done, "ada");
    progress.end();
    return text.toString();
  }

  private ClassReport report(String... labels) throws InterruptedException {
    return ClassReport.of(ASSIGNMENT, 7L, run(2, result -> {}, labels));
  }

  private List<Result> run(int atATime, java.util.function.Consumer<Result> done, String... labels)
      throws InterruptedException {
    List<HandedIn> all =
        java.util.Arrays.stream(labels).map(it -> new HandedIn(it, Path.of(it))).toList();
    return new ClassRun(this::mark, atATime).run(all, done);
  }

  private Mark mark(HandedIn handedIn) {
    int times = asked.merge(handedIn.label(), 1, Integer::sum);
    return switch (handedIn.label()) {
      case "fails-always" -> new Mark.LabFault("No room.");
      case "fails-once" -> times == 1 ? new Mark.LabFault("No room.") : zero();
      case "breaks-us" -> throw new IllegalStateException("a mistake of ours");
      default -> zero();
    };
  }

  private static Mark zero() {
    var reason = new SubmissionRejectedException("ARCHIVE_CORRUPT", "Pack it \u001B[31manew.");
    var grade = LocalLab.rejected(ASSIGNMENT, reason);
    return new Mark.Graded(null, grade.outcome(), grade.verdict());
  }
}
