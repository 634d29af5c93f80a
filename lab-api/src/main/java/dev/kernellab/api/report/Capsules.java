// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.report;

import dev.kernellab.api.assignment.Assignments;
import dev.kernellab.api.evidence.EvidenceLog;
import dev.kernellab.api.evidence.EvidenceLog.NumberedCapture;
import dev.kernellab.api.run.Run;
import dev.kernellab.api.run.RunVerdicts;
import dev.kernellab.api.run.Runs;
import dev.kernellab.api.web.Problem;
import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.assignment.Handout;
import dev.kernellab.grading.assignment.Operations;
import dev.kernellab.grading.author.AssignmentJson;
import dev.kernellab.grading.check.Evidence;
import dev.kernellab.grading.verdict.CheckResult;
import dev.kernellab.grading.verdict.Grader;
import dev.kernellab.grading.verdict.Verdict;
import dev.kernellab.protocol.Booted;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.protocol.capsule.Capsule;
import dev.kernellab.protocol.capsule.CapsuleWriter.Content;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// Brings together what a capsule holds. Anybody may ask for one, so that it holds of its
/// assignment only what the verdict tells anyway; and it is given out only when the same verdict
/// comes out of it.
@Component
class Capsules {
  private static final String NOT_KEPT =
      "The lab does not have the image any more, or it was too large to be kept.";

  private final Runs runs;
  private final RunVerdicts verdicts;
  private final Assignments assignments;
  private final EvidenceLog evidence;
  private final Consoles consoles;
  private final JsonMapper json;

  Capsules(
      Runs runs,
      RunVerdicts verdicts,
      Assignments assignments,
      EvidenceLog evidence,
      Consoles consoles,
      JsonMapper json) {
    this.runs = runs;
    this.verdicts = verdicts;
    this.assignments = assignments;
    this.evidence = evidence;
    this.consoles = consoles;
    this.json = json;
  }

  /// All but the submitted file.
  ///
  /// @param sha256 of that
  /// @param withImage nothing of the instructor's went into it
  record Prepared(
      String id,
      String sha256,
      Capsule capsule,
      boolean withImage,
      String assignment,
      String verdict,
      Iterable<RunEvent> events) {
    /// What was built of the submitted file, by its SHA-256.
    Optional<String> image() {
      return Optional.ofNullable(capsule.booted())
          .map(Booted::image)
          .filter(it -> withImage && !it.equals(sha256));
    }

    /// @param image where the lab still has it; said to be missing otherwise
    Content content(Path kernel, @Nullable Path image) {
      boolean missing = image == null && image().isPresent();
      Capsule said = missing ? capsule.withoutImage(NOT_KEPT) : capsule;
      return new Content(said, assignment, verdict, kernel, image, events);
    }
  }

  /// @throws Problem when the run has no verdict, or none that could be given again from a capsule
  Prepared prepare(String id) {
    Run run = runs.get(id);
    Verdict verdict = verdicts.find(run).orElseThrow(() -> VerdictController.none(run));
    RunOutcome outcome = Objects.requireNonNull(run.outcome(), "a graded run has an outcome");
    Assignment assignment = assignment(run, verdict);
    if (!Grader.grade(assignment, recorded(run, outcome)).equals(verdict)) {
      throw unfit("it rests on what is not for students, or another version of the lab gave it");
    }
    var capsule =
        new Capsule(
            Capsule.FORMAT,
            run.label(),
            run.plan().request(run.id(), run.attempt()),
            run.plan().seed(),
            outcome,
            run.evidence() == null ? null : run.evidence().sha256(),
            run.sha256(),
            runs.booted(run).orElse(null),
            null);
    Handout handout = assignment.handout();
    return new Prepared(
        run.id(),
        run.sha256(),
        capsule,
        run.plan().kernel() == KernelKind.SOURCES
            && (handout == null || handout.overwrite() == null),
        AssignmentJson.write(assignment),
        json.writeValueAsString(verdict),
        events(run, outcome));
  }

  /// That version by which the verdict was given, with the checks that the verdict has.
  private Assignment assignment(Run run, Verdict verdict) {
    String version = verdict.version();
    return (version == null
            ? assignments.find(run.assignment())
            : assignments.find(run.assignment(), version))
        .map(it -> it.only(ids(verdict)))
        .orElseThrow(() -> unfit("the lab no longer has that version of its assignment"));
  }

  private static Problem unfit(String why) {
    return new Problem(
        HttpStatus.CONFLICT,
        "CAPSULE_UNFIT",
        "The run's verdict would not come out of a capsule: " + why + ".");
  }

  private static Set<String> ids(Verdict verdict) {
    return verdict.checks().stream().map(CheckResult::id).collect(Collectors.toSet());
  }

  private Iterable<RunEvent> events(Run run, RunOutcome outcome) {
    Iterable<RunEvent> said = evidence.said(run.id(), run.attempt());
    return () ->
        Stream.concat(
                StreamSupport.stream(said.spliterator(), false),
                Stream.of(new RunEvent.Ended(outcome)))
            .iterator();
  }

  private Evidence recorded(Run run, RunOutcome outcome) {
    Iterable<NumberedCapture> stored = evidence.captures(run.id(), run.attempt());
    Iterable<Capture> captures =
        () ->
            StreamSupport.stream(stored.spliterator(), false)
                .map(NumberedCapture::capture)
                .iterator();
    List<String> told = Operations.told(run.plan().machine());
    String console = new String(consoles.read(run), StandardCharsets.ISO_8859_1);
    return new Evidence(
        run.plan().profile(), run.plan().machine(), told, outcome, console, captures);
  }
}
