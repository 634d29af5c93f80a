// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.regrade;

import dev.kernellab.api.assignment.Assignments;
import dev.kernellab.api.gradebook.ClassWork;
import dev.kernellab.api.run.Run;
import dev.kernellab.api.run.Runs;
import dev.kernellab.api.web.Instructors;
import dev.kernellab.api.web.Problem;
import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.gradebook.Attempt;
import dev.kernellab.grading.gradebook.Which;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Grades a class again, or shows what that would change.
@RestController
@RequestMapping("/api/v1/assignments/{slug}/regrade")
class RegradeController {
  private static final int LONGEST_REASON = 500;

  private final Assignments assignments;
  private final Runs runs;
  private final ClassWork work;
  private final Regrading regrading;
  private final Instructors instructors;

  RegradeController(
      Assignments assignments,
      Runs runs,
      ClassWork work,
      Regrading regrading,
      Instructors instructors) {
    this.assignments = assignments;
    this.runs = runs;
    this.work = work;
    this.regrading = regrading;
    this.instructors = instructors;
  }

  /// @param scope `all` runs, what counts for each label (`latest`, `best`), or `one`
  /// @param run which one
  /// @param dry shows what would move; with `false` the new verdicts count from now on
  /// @param reason kept with each new verdict
  @PostMapping
  RegradeReport regrade(
      @PathVariable String slug,
      @RequestParam String scope,
      @RequestParam(required = false) @Nullable String run,
      @RequestParam(defaultValue = "true") boolean dry,
      @RequestParam(defaultValue = "") String reason,
      @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String shown) {
    instructors.require(shown);
    Assignment by = assignments.asked(slug);
    if (reason.length() > LONGEST_REASON) {
      throw invalid("reason: expected at most " + LONGEST_REASON + " characters.");
    }
    String kept =
        reason.isBlank() ? "Graded again by version " + by.version() + "." : reason.strip();
    return regrading.regrade(by, chosen(slug, scope, run), dry ? null : kept);
  }

  private List<String> chosen(String slug, String scope, @Nullable String run) {
    if (scope.equals("one") == (run == null)) {
      throw invalid("run: expected with scope=one, and with nothing else.");
    }
    return switch (scope) {
      case "one" -> List.of(ofAssignment(slug, String.valueOf(run)));
      case "all" -> work.rounds(slug);
      case "latest" -> work.counted(slug, Which.LATEST).stream().map(Attempt::run).toList();
      case "best" -> work.counted(slug, Which.BEST).stream().map(Attempt::run).toList();
      default ->
          throw invalid(
              "scope: expected one, all, latest or best, got \"" + Problem.quote(scope) + "\".");
    };
  }

  private String ofAssignment(String slug, String id) {
    Run run = runs.get(id);
    if (!run.assignment().equals(slug)) {
      throw invalid("run: was made for another assignment, " + run.assignment() + ".");
    }
    return run.round();
  }

  private static Problem invalid(String detail) {
    return new Problem(HttpStatus.BAD_REQUEST, "PARAMETER_INVALID", detail);
  }
}
