// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.run;

import dev.kernellab.api.assignment.Assignments;
import dev.kernellab.api.evidence.EvidenceEvent;
import dev.kernellab.api.evidence.EvidenceLog;
import dev.kernellab.api.evidence.EvidenceLog.NumberedCapture;
import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.assignment.OfEnd;
import dev.kernellab.grading.assignment.Operations;
import dev.kernellab.grading.check.Evidence;
import dev.kernellab.grading.verdict.Grader;
import dev.kernellab.grading.verdict.Verdict;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.RunMode;
import dev.kernellab.protocol.RunOutcome;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Brings stored evidence and assignment together for the grader. What was stored is what counts: a
/// verdict given again years later starts from the same bytes.
@Component
class RunGrading {
  private final Assignments assignments;
  private final EvidenceLog evidence;
  private final JsonMapper json;

  RunGrading(Assignments assignments, EvidenceLog evidence, JsonMapper json) {
    this.assignments = assignments;
    this.evidence = evidence;
    this.json = json;
  }

  boolean isDue(Run run, RunOutcome outcome) {
    return isGraded(run, outcome) && by(run).isPresent();
  }

  static boolean isGraded(Run run, RunOutcome outcome) {
    return outcome.kind().isGraded() && run.plan().mode() == RunMode.GRADED;
  }

  /// The assignment as it stood when the run was made: what was published since is for later runs.
  private Optional<Assignment> by(Run run) {
    String version = run.plan().version();
    return version == null
        ? assignments.find(run.assignment())
        : assignments.find(run.assignment(), version).or(() -> assignments.find(run.assignment()));
  }

  Graded grade(Run run, RunOutcome outcome) {
    return grade(run, outcome, by(run).orElseThrow());
  }

  /// The same by another version.
  Graded grade(Run run, RunOutcome outcome, Assignment by) {
    return Graded.of(whole(run, outcome, by), by, isOver(by));
  }

  /// What has been decided after the version was published counts: a later date, above all.
  boolean isOver(Assignment assignment) {
    return assignments.isOver(assignment.slug());
  }

  /// The version that a verdict was given by, where students may see less of it than there is.
  Optional<Assignment> hiding(Verdict verdict) {
    String version = verdict.version();
    return (version == null
            ? assignments.find(verdict.assignment())
            : assignments.find(verdict.assignment(), version))
        .filter(Assignment::hidesSomething);
  }

  /// With the checks that are not for students.
  Verdict whole(Run run, RunOutcome outcome, Assignment assignment) {
    Iterable<NumberedCapture> stored = evidence.captures(run.id(), run.attempt());
    Iterable<Capture> captures =
        () ->
            StreamSupport.stream(stored.spliterator(), false)
                .map(NumberedCapture::capture)
                .iterator();
    return Grader.grade(
        assignment,
        new Evidence(
            run.plan().profile(),
            run.plan().machine(),
            Operations.told(run.plan().machine()),
            outcome,
            console(run, assignment),
            captures));
  }

  /// What the kernel printed, where a check wants to know.
  private @Nullable String console(Run run, Assignment assignment) {
    if (assignment.checks().stream().noneMatch(it -> it.expect() instanceof OfEnd.Console)) {
      return null;
    }
    var text = new StringBuilder();
    for (EvidenceEvent event : evidence.ofType(run.id(), run.attempt(), "serial")) {
      text.append(json.readTree(event.data()).path("text").asString());
    }
    return text.toString();
  }
}
