// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.submission;

import dev.kernellab.api.web.Problem;
import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.assignment.Deadline;
import dev.kernellab.grading.assignment.Handout;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.protocol.RunMode;
import dev.kernellab.runner.archive.GivenFiles;
import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.time.Instant;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// Whether something may be handed in for marks: in time, or not too late, and not too often. What
/// earns nothing always may.
@Component
class Admission {
  private static final String OTHERWISE = " With mode=interactive it can still be tried.";

  private final SubmissionRepository submissions;

  Admission(SubmissionRepository submissions) {
    this.submissions = submissions;
  }

  /// Whether it may depend on when, and by whom, something is handed in.
  static boolean isLimited(Assignment assignment) {
    return assignment.deadline() != null || assignment.attempts() != null;
  }

  /// Files that the instructor puts over the student's take part in a build, and in nothing else.
  ///
  /// @param alone nothing was sent along with the kernel
  /// @throws Problem `SOURCES_WANTED`
  void requireSources(Assignment assignment, RunMode mode, KernelKind kind, boolean alone) {
    Handout handout = assignment.handout();
    boolean overwritten = handout != null && handout.overwrite() != null;
    if (overwritten && mode == RunMode.GRADED && (kind != KernelKind.SOURCES || !alone)) {
      SubmissionRejectedException wanted = GivenFiles.sourcesWanted();
      throw new Problem(
          HttpStatus.UNPROCESSABLE_CONTENT, wanted.code(), wanted.sentence() + OTHERWISE);
    }
  }

  /// @param earlier how many of the label's submissions may be there already besides those that
  ///   count: 1 when this one is among them
  /// @throws Problem `DEADLINE_PASSED` or `ATTEMPTS_USED`
  void require(Assignment assignment, String label, RunMode mode, Instant now, int earlier) {
    if (mode != RunMode.GRADED) {
      return;
    }
    Deadline deadline = assignment.deadline();
    if (deadline != null && deadline.percentKept(now) == 0) {
      throw new Problem(
          HttpStatus.CONFLICT,
          "DEADLINE_PASSED",
          "It was due " + deadline.due() + ", and what comes now counts nothing." + OTHERWISE);
    }
    Integer allowed = assignment.attempts();
    if (allowed != null && submissions.counted(assignment.slug(), label) >= allowed + earlier) {
      throw new Problem(
          HttpStatus.CONFLICT,
          "ATTEMPTS_USED",
          "The assignment allows "
              + allowed
              + " attempts, and \""
              + Problem.quote(label)
              + "\" has had them. What the lab failed is not counted."
              + OTHERWISE);
    }
  }
}
