// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.gradebook;

import static dev.kernellab.grading.fixture.Verdicts.check;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.grading.fixture.Verdicts;
import dev.kernellab.grading.gradebook.Gradebook.Row;
import dev.kernellab.grading.verdict.CheckResult.Status;
import dev.kernellab.grading.verdict.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GradebookTest {
  private static final Instant MONDAY = Instant.parse("2026-11-23T08:00:00Z");

  private static final List<Attempt> CLASS =
      List.of(
          attempt("ada", 1, verdict(10, "PASSED", "Fine.")),
          attempt("ada", 2, verdict(4, "PARTIAL", "4 of 10 frames, from 0x00100000 on.")),
          attempt("ada", 3, null),
          attempt("bob", 4, verdict(10, "PASSED", "Fine.")),
          attempt("bob", 5, verdict(10, "PASSED", "Fine.")),
          attempt("eve", 6, verdict(2, "PARTIAL", "2 of 10 frames, from 0x00200000 on.")),
          attempt("zoe", 7, null));

  @Test
  void countsTheLatestThatWasGraded() {
    Gradebook book = Gradebook.of("memory-manager", Which.LATEST, CLASS);

    assertThat(book.rows()).extracting(Row::label).containsExactly("ada", "bob", "eve", "zoe");
    assertThat(book.rows()).extracting(Row::run).containsExactly("run-2", "run-5", "run-6", null);
    assertThat(book.rows()).extracting(Row::score).containsExactly(4, 10, 2, null);
    assertThat(book.rows()).extracting(Row::attempts).containsExactly(3, 2, 1, 1);
  }

  @Test
  void countsTheFirstOfTheBest() {
    Gradebook book = Gradebook.of("memory-manager", Which.BEST, CLASS);

    assertThat(book.rows()).extracting(Row::run).containsExactly("run-1", "run-4", "run-6", null);
  }

  @Test
  void sumsUpWhatCounts() {
    Gradebook book = Gradebook.of("memory-manager", Which.LATEST, CLASS);

    assertThat(book.scores()).isEqualTo(new ScoreStatistics(3, 16 / 3.0, 4.0, 2, 10));
    assertThat(book.checks())
        .containsExactly(
            new CheckStatistics("bitmap", "Title of bitmap", 10, 1, 2, 0, 0, 16 / 3.0));
  }

  @Test
  void putsFailuresTogetherThatDifferInNumbersOnly() {
    Gradebook book = Gradebook.of("memory-manager", Which.LATEST, CLASS);

    assertThat(book.alike())
        .containsExactly(
            new FailureGroup(
                "bitmap",
                "Title of bitmap",
                Status.PARTIAL,
                "4 of 10 frames, from 0x00100000 on.",
                List.of("ada", "eve")));
  }

  @Test
  void whatEveryCheckSaysOfThemIsToldOnce() {
    Verdict nothing =
        Verdicts.of(
            0,
            20,
            check("bitmap", 0, 10, "NOT_RUN", "Not booted."),
            check("heap", 0, 10, "NOT_RUN", "Not booted."));
    Gradebook book =
        Gradebook.of(
            "memory-manager",
            Which.LATEST,
            List.of(attempt("ada", 1, nothing), attempt("bob", 2, nothing)));

    assertThat(book.alike())
        .containsExactly(
            new FailureGroup(
                "bitmap", "Title of bitmap", Status.NOT_RUN, "Not booted.", List.of("ada", "bob")));
  }

  @Test
  void isEmptyWhenNothingWasHandedIn() {
    Gradebook book = Gradebook.of("memory-manager", Which.BEST, List.of());

    assertThat(book.rows()).isEmpty();
    assertThat(book.scores()).isEqualTo(new ScoreStatistics(0, null, null, null, null));
  }

  /// Expected by RFC 4180; what begins like a formula has an apostrophe before it.
  @Test
  void isSafeInASpreadsheet() {
    var attempts = new ArrayList<Attempt>();
    for (String label :
        List.of(
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "  =1",
            "\uFF1D1",
            "a,\"b\"\nc",
            "a;=1")) {
      attempts.add(attempt(label, attempts.size(), null));
    }

    String csv = GradebookCsv.write(Gradebook.of("memory-manager", Which.LATEST, attempts));

    assertThat(csv.split("\r\n", -1))
        .containsExactlyInAnyOrder(
            "\"label\",\"attempts\",\"submission\",\"run\",\"handed_in\",\"score\",\"max\"",
            "\"'=1+1\",1,,,,,",
            "\"'+1\",1,,,,,",
            "\"'-1\",1,,,,,",
            "\"'@SUM(A1)\",1,,,,,",
            "\"' =1\",1,,,,,",
            "\"' =1\",1,,,,,",
            "\"'  =1\",1,,,,,",
            "\"'\uFF1D1\",1,,,,,",
            "\"a,\"\"b\"\" c\",1,,,,,",
            "\"a;=1\",1,,,,,",
            "");
  }

  @Test
  void hasAColumnForEachCheck() {
    assertThat(GradebookCsv.write(Gradebook.of("memory-manager", Which.LATEST, CLASS)))
        .startsWith(
            "\"label\",\"attempts\",\"submission\",\"run\",\"handed_in\",\"score\",\"max\","
                + "\"bitmap\"\r\n"
                + "\"ada\",3,\"submission-2\",\"run-2\",\"2026-11-23T08:02:00Z\",4,10,4\r\n");
  }

  private static Verdict verdict(int points, String status, String message) {
    return Verdicts.of(points, 10, check("bitmap", points, 10, status, message));
  }

  private static Attempt attempt(String label, int n, @Nullable Verdict verdict) {
    return new Attempt(
        label, "submission-" + n, "run-" + n, MONDAY.plusSeconds(60L * n), verdict, 100);
  }
}
