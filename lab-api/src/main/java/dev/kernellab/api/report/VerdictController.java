// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.report;

import dev.kernellab.api.assignment.Assignments;
import dev.kernellab.api.run.Run;
import dev.kernellab.api.run.RunVerdicts;
import dev.kernellab.api.run.Runs;
import dev.kernellab.api.web.Problem;
import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.report.GradedRun;
import dev.kernellab.grading.verdict.Verdict;
import dev.kernellab.protocol.RunOutcome;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/// What a run is worth, in the form that whoever asks can read.
@RestController
@RequestMapping("/api/v1")
class VerdictController {
  private final Runs runs;
  private final RunVerdicts verdicts;
  private final Assignments assignments;
  private final JsonMapper json;

  VerdictController(Runs runs, RunVerdicts verdicts, Assignments assignments, JsonMapper json) {
    this.runs = runs;
    this.verdicts = verdicts;
    this.assignments = assignments;
    this.json = json;
  }

  /// @param format `json`, `junit`, `gradescope`, `markdown` or `html`; absent: by `Accept`
  @GetMapping("/runs/{id}/verdict")
  ResponseEntity<String> verdict(
      @PathVariable String id,
      @RequestParam(required = false) @Nullable String format,
      @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept) {
    VerdictFormat chosen =
        format == null ? VerdictFormat.accepted(accept) : VerdictFormat.named(format);
    Run run = runs.get(id);
    String text =
        chosen.form() == null
            ? verdicts.text(run).orElseThrow(() -> none(run))
            : chosen.form().write(graded(run, verdicts.find(run).orElseThrow(() -> none(run))));
    return answer(chosen, text);
  }

  /// What a submission is worth over all machines that it was run on last.
  ///
  /// @param format as above
  @GetMapping("/submissions/{id}/verdict")
  ResponseEntity<String> joint(
      @PathVariable String id,
      @RequestParam(required = false) @Nullable String format,
      @RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept) {
    VerdictFormat chosen =
        format == null ? VerdictFormat.accepted(accept) : VerdictFormat.named(format);
    List<Run> round = runs.latestOf(id);
    if (round.isEmpty()) {
      throw new Problem(
          HttpStatus.NOT_FOUND,
          "SUBMISSION_UNKNOWN",
          "There is no such submission. GET /api/v1/submissions lists those there are.");
    }
    Verdict verdict = verdicts.joint(round).orElseThrow(() -> none(undecided(round)));
    String text =
        chosen.form() == null
            ? json.writeValueAsString(verdict)
            : chosen.form().write(graded(round.getFirst(), verdict));
    return answer(chosen, text);
  }

  /// The run that the others wait for, or that will never be graded.
  private Run undecided(List<Run> round) {
    return round.stream()
        .filter(it -> it.hasEnded() && it.score() == null)
        .findFirst()
        .or(() -> round.stream().filter(it -> !it.hasEnded()).findFirst())
        .orElse(round.getFirst());
  }

  private static ResponseEntity<String> answer(VerdictFormat chosen, String text) {
    return ResponseEntity.ok()
        .contentType(chosen.mediaType())
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
        .body(text);
  }

  record Items(List<RunVerdicts.Given> items) {}

  /// Every verdict that the run was given, and why; the last counts.
  @GetMapping("/runs/{id}/verdicts")
  Items verdicts(@PathVariable String id) {
    return new Items(verdicts.given(runs.get(id)));
  }

  private GradedRun graded(Run run, Verdict verdict) {
    String title =
        assignments.find(run.assignment()).map(Assignment::title).orElse(run.assignment());
    RunOutcome outcome = Objects.requireNonNull(run.outcome(), "a graded run has an outcome");
    return new GradedRun(run.id(), run.label(), title, run.plan().machine(), outcome, verdict);
  }

  static Problem none(Run run) {
    return run.hasEnded() ? notGraded(run) : notYet();
  }

  private static Problem notYet() {
    return new Problem(
        HttpStatus.NOT_FOUND,
        "VERDICT_NOT_YET",
        "The run has not been graded yet. Follow its events, or ask again when its state is ENDED.");
  }

  private static Problem notGraded(Run run) {
    return new Problem(
        HttpStatus.NOT_FOUND,
        "VERDICT_NONE",
        "The run was not graded: only graded runs that the kernel itself brought to an end are."
            + " Run the submission again with POST /api/v1/submissions/"
            + run.submission()
            + "/runs.");
  }
}
