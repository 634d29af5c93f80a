// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.run;

import dev.kernellab.api.assignment.Assignments;
import dev.kernellab.api.evidence.EvidenceLog;
import dev.kernellab.api.evidence.EvidenceLog.NumberedCapture;
import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.check.Evidence;
import dev.kernellab.grading.verdict.Grader;
import dev.kernellab.grading.verdict.Verdict;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.RunMode;
import dev.kernellab.protocol.RunOutcome;
import java.util.stream.StreamSupport;
import org.springframework.stereotype.Component;

/// Brings stored evidence and assignment together for the grader. What was stored is what counts: a
/// verdict given again years later starts from the same bytes.
@Component
class RunGrading {
  private final Assignments assignments;
  private final EvidenceLog evidence;

  RunGrading(Assignments assignments, EvidenceLog evidence) {
    this.assignments = assignments;
    this.evidence = evidence;
  }

  boolean isDue(Run run, RunOutcome outcome) {
    return outcome.kind().isGraded()
        && run.plan().mode() == RunMode.GRADED
        && assignments.find(run.assignment()).isPresent();
  }

  Verdict grade(Run run, RunOutcome outcome) {
    Assignment assignment = assignments.find(run.assignment()).orElseThrow();
    Iterable<NumberedCapture> stored = evidence.captures(run.id(), run.attempt());
    Iterable<Capture> captures =
        () ->
            StreamSupport.stream(stored.spliterator(), false)
                .map(NumberedCapture::capture)
                .iterator();
    return Grader.grade(
        assignment, new Evidence(run.plan().profile(), run.plan().machine(), outcome, captures));
  }
}
