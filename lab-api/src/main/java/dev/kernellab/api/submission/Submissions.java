// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.submission;

import dev.kernellab.api.assignment.Assignments;
import dev.kernellab.api.run.Run;
import dev.kernellab.api.run.RunPlan;
import dev.kernellab.api.run.RunVerdicts;
import dev.kernellab.api.run.Runs;
import dev.kernellab.api.runner.KernelInspector;
import dev.kernellab.api.settings.LabSettings;
import dev.kernellab.api.storage.BlobStore;
import dev.kernellab.api.storage.Database;
import dev.kernellab.api.storage.Identifiers;
import dev.kernellab.api.storage.Page;
import dev.kernellab.api.submission.SubmissionView.RunOnMachine;
import dev.kernellab.api.web.PageRequest;
import dev.kernellab.api.web.Problem;
import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.assignment.Operations;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.Profile;
import dev.kernellab.protocol.RunMode;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// Accepts files. What has been answered with 201 is on the disk, with a run in the queue; of what
/// has been refused nothing is left.
@Component
public class Submissions {
  private static final String AFTER_ALL_IDS = "~";

  private final SubmissionRepository repository;
  private final Runs runs;
  private final RunVerdicts verdicts;
  private final Admission admission;
  private final Assignments assignments;
  private final KernelInspector inspector;
  private final BlobStore blobs;
  private final Database database;
  private final LabSettings settings;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  Submissions(
      SubmissionRepository repository,
      Runs runs,
      RunVerdicts verdicts,
      Admission admission,
      Assignments assignments,
      KernelInspector inspector,
      BlobStore blobs,
      Database database,
      LabSettings settings,
      Clock clock) {
    this.repository = repository;
    this.runs = runs;
    this.verdicts = verdicts;
    this.admission = admission;
    this.assignments = assignments;
    this.inspector = inspector;
    this.blobs = blobs;
    this.database = database;
    this.settings = settings;
    this.clock = clock;
  }

  /// @param isNew false when it had been made before, with the same key
  record Accepted(SubmissionView view, boolean isNew) {}

  Accepted accept(SubmissionForm form, Optional<String> key) throws IOException {
    Assignment assignment = assignment(form.assignment().orElse(settings.assignment()));
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS); // as the database keeps it
    if (Admission.isLimited(assignment) && key.flatMap(repository::findByKey).isEmpty()) {
      admission.require(assignment, form.label(), form.mode(), now, 0);
    }
    Optional<Profile> own = form.profile().map(it -> it.in(form.mode()));
    var asked = new Asked(form, own, assignment);
    try (Arrival arrival = Arrival.of(form, blobs)) {
      KernelKind kind = inspector.inspect(arrival.kernel(), asked.way());
      admission.requireSources(assignment, form.mode(), kind, form.boot().files().isEmpty());
      List<Machine> machines = asked.machines(kind);
      var submission =
          new Submission(
              Identifiers.next(now),
              arrival.store(),
              kind,
              form.label(),
              assignment.slug(),
              form.mode(),
              now);
      List<RunPlan> plans = Plans.of(assignment, submission, machines, own, random.nextLong());
      boolean stored =
          database.transaction().execute(transaction -> store(submission, key, assignment, plans));
      Submission kept =
          stored ? submission : repeated(submission, plans.getFirst(), own, key.orElseThrow());
      return new Accepted(view(kept), stored);
    }
  }

  private boolean store(
      Submission submission, Optional<String> key, Assignment assignment, List<RunPlan> plans) {
    boolean stored = repository.insert(submission, key);
    if (stored) {
      runs.create(submission.id(), plans);
      admission.require(
          assignment, submission.label(), submission.mode(), submission.createdAt(), 1);
    }
    return stored;
  }

  /// The submission made when the key was first used, if it was the same one.
  private Submission repeated(Submission again, RunPlan plan, Optional<Profile> own, String key) {
    Submission first = repository.findByKey(key).orElseThrow();
    RunPlan earlier = earlierPlan(first.id());
    boolean same =
        first.sha256().equals(again.sha256())
            && first.label().equals(again.label())
            && first.assignment().equals(again.assignment())
            && first.mode() == again.mode()
            && own.map(earlier.profile()::equals).orElseGet(() -> brought(first).isEmpty())
            && Operations.without(earlier.machine())
                .start()
                .equals(Operations.without(plan.machine()).start());
    if (!same) {
      throw new Problem(
          HttpStatus.CONFLICT,
          "IDEMPOTENCY_KEY_REUSED",
          "This Idempotency-Key was used for another submission, "
              + first.id()
              + ". Use a new key for each new submission.");
    }
    return first;
  }

  /// One more run of a submission on each machine, by the assignment as it stands now; booted as
  /// before, since what was submitted goes with that.
  ///
  /// @return that on the first machine
  public Run runAgain(String id) {
    Submission submission = find(id);
    Assignment assignment = assignment(submission.assignment());
    Machine before = Operations.without(earlierPlan(id).machine());
    List<Machine> machines =
        switch (submission.mode()) {
          case GRADED ->
              assignment.machines().stream().map(it -> it.withBoot(before.boot())).toList();
          case INTERACTIVE -> List.of(before);
        };
    Optional<Profile> own = brought(submission);
    return runs.get(
        runs.create(id, Plans.of(assignment, submission, machines, own, random.nextLong())));
  }

  /// The profile that came with a submission, and not from its assignment as it stood then.
  private Optional<Profile> brought(Submission submission) {
    RunPlan plan = earlierPlan(submission.id());
    boolean assigned =
        Optional.ofNullable(plan.version())
            .flatMap(it -> assignments.find(submission.assignment(), it))
            .filter(it -> it.profile().equals(plan.profile()))
            .isPresent();
    return submission.mode() == RunMode.INTERACTIVE && !assigned
        ? Optional.of(plan.profile())
        : Optional.empty();
  }

  private RunPlan earlierPlan(String id) {
    return runs.latestOf(id).getFirst().plan();
  }

  SubmissionView get(String id) {
    return view(find(id));
  }

  /// Newest first.
  Page<SubmissionView> page(PageRequest page) {
    return Page.of(
            repository.page(page.after().orElse(AFTER_ALL_IDS), page.size() + 1),
            page.size(),
            Submission::id)
        .map(this::view);
  }

  private SubmissionView view(Submission submission) {
    List<Run> round = runs.latestOf(submission.id());
    List<RunOnMachine> each =
        round.stream().map(it -> RunOnMachine.of(it, verdicts.score(it).orElse(null))).toList();
    return SubmissionView.of(
        submission, each, verdicts.score(round).orElse(null), percentKept(submission));
  }

  private @Nullable Integer percentKept(Submission submission) {
    return assignments
        .find(submission.assignment())
        .filter(any -> submission.mode() == RunMode.GRADED)
        .map(Assignment::deadline)
        .map(it -> it.percentKept(submission.createdAt()))
        .filter(it -> it < 100)
        .orElse(null);
  }

  private Submission find(String id) {
    return repository
        .find(id)
        .orElseThrow(
            () ->
                new Problem(
                    HttpStatus.NOT_FOUND,
                    "SUBMISSION_UNKNOWN",
                    "There is no such submission. GET /api/v1/submissions lists those there are."));
  }

  private Assignment assignment(String slug) {
    return assignments
        .find(slug)
        .orElseThrow(
            () ->
                new Problem(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "ASSIGNMENT_UNKNOWN",
                    "There is no assignment \""
                        + Problem.quote(slug)
                        + "\". There is: "
                        + String.join(
                            ", ", assignments.all().stream().map(Assignment::slug).toList())
                        + "."));
  }
}
