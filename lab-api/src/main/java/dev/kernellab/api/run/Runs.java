// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.run;

import dev.kernellab.api.evidence.EvidenceLog;
import dev.kernellab.api.evidence.NewEvent;
import dev.kernellab.api.storage.Database;
import dev.kernellab.api.storage.Identifiers;
import dev.kernellab.api.storage.Page;
import dev.kernellab.api.web.Problem;
import dev.kernellab.protocol.Booted;
import dev.kernellab.protocol.RunAnswer;
import dev.kernellab.protocol.RunEvent.StateChanged;
import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.protocol.RunQuestion;
import dev.kernellab.protocol.RunState;
import dev.kernellab.protocol.RunWish;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/// Runs, for everybody else: make one, find one, reach one that is under way.
@Component
public class Runs {
  private static final String AFTER_ALL_IDS = "~";
  private static final int AT_A_TIME = 100;

  private final Database database;
  private final RunRepository repository;
  private final RunQueue queue;
  private final RunConclusion conclusion;
  private final EvidenceLog evidence;
  private final LiveRuns live;
  private final RunWishes wishes;
  private final Clock clock;

  Runs(
      Database database,
      RunRepository repository,
      RunQueue queue,
      RunConclusion conclusion,
      EvidenceLog evidence,
      LiveRuns live,
      RunWishes wishes,
      Clock clock) {
    this.database = database;
    this.repository = repository;
    this.queue = queue;
    this.conclusion = conclusion;
    this.evidence = evidence;
    this.live = live;
    this.wishes = wishes;
    this.clock = clock;
  }

  /// Makes a run for each machine and puts them into the queue, all or none; takes part in the
  /// caller's transaction.
  ///
  /// @return the id of the first
  public String create(String submission, List<RunPlan> plans) {
    Instant now = clock.instant();
    List<String> ids = plans.stream().map(any -> Identifiers.next(now)).sorted().toList();
    database
        .transaction()
        .executeWithoutResult(
            transaction -> {
              for (int i = 0; i < ids.size(); i++) {
                create(ids.get(i), submission, ids.getFirst(), plans.get(i), now.toEpochMilli());
              }
            });
    return ids.getFirst();
  }

  private void create(String id, String submission, String round, RunPlan plan, long now) {
    repository.insert(id, submission, round, plan, now);
    evidence.open(id, 1);
    var queued = new StateChanged(RunState.QUEUED, 1);
    evidence.append(id, 1, List.of(new NewEvent("state", queued, null, now)));
    queue.put(id);
  }

  /// @throws Problem `RUN_UNKNOWN`
  public Run get(String id) {
    return repository
        .find(id)
        .orElseThrow(
            () ->
                new Problem(
                    HttpStatus.NOT_FOUND,
                    "RUN_UNKNOWN",
                    "There is no such run. GET /api/v1/runs lists those there are."));
  }

  /// What the run's machine was started with; empty when there was none, or it was not told.
  public Optional<Booted> booted(Run run) {
    return repository.booted(run.id());
  }

  /// Newest first.
  public Page<Run> page(Optional<String> cursor, int limit) {
    return Page.of(repository.page(cursor.orElse(AFTER_ALL_IDS), limit + 1), limit, Run::id);
  }

  /// Those that are for marks, oldest first, some at a time as the iteration comes to them.
  public Iterable<Run> ofAssignment(String slug) {
    return () ->
        Stream.iterate(
                repository.ofAssignment(slug, "", AT_A_TIME),
                some -> !some.isEmpty(),
                some -> repository.ofAssignment(slug, some.getLast().id(), AT_A_TIME))
            .flatMap(List::stream)
            .iterator();
  }

  /// The runs of the submission that were made last, one for each machine; never empty for a
  /// submission that there is.
  public List<Run> latestOf(String submission) {
    return repository.latestRoundOf(submission).map(this::ofRound).orElse(List.of());
  }

  /// Those that were made together, one for each machine, in the assignment's order.
  public List<Run> ofRound(String round) {
    return repository.ofRound(round);
  }

  /// Stops a run; harmless when it has ended. One that waits ends at once, one that is under way as
  /// soon as its machine is gone.
  public void stop(String id, StopReason reason) {
    get(id);
    Optional<Run> waiting =
        database
            .transaction()
            .execute(
                transaction -> {
                  repository.requestStop(id, reason.name());
                  return repository
                      .findForChange(id)
                      .filter(run -> !run.hasEnded() && !run.hasBegun())
                      .map(this::end);
                });
    if (waiting.isEmpty()) {
      wishes.stop(id);
    }
  }

  private Run end(Run waiting) {
    String code = String.valueOf(waiting.stopCode());
    conclusion.end(waiting, StopReason.valueOf(code).outcome());
    return waiting;
  }

  /// Leaves a wish with a run that is under way.
  ///
  /// @throws Problem `RUN_UNKNOWN`, or `RUN_NOT_LIVE` when it waits or has ended
  public void tell(String id, RunWish wish) {
    wishes.tell(get(id), wish);
  }

  /// Asks about the machine of a run that is under way, and waits for the answer.
  ///
  /// @throws Problem `RUN_UNKNOWN`, `RUN_NOT_LIVE`, `RUN_UNANSWERED`, or what the runner refuses
  ///   with
  public RunAnswer ask(String id, RunQuestion question) {
    return wishes.ask(get(id), question);
  }

  /// Somebody watches these; noted at most once in `period`, for the replicas that have them.
  public void noteWatched(Set<String> ids, Duration period) {
    if (!ids.isEmpty()) {
      repository.noteWatched(ids, clock.millis(), period.toMillis());
    }
  }

  /// Runs that are with a runner of this replica now.
  public List<Run> underWay() {
    return live.ids().stream().flatMap(id -> repository.find(id).stream()).toList();
  }

  /// Why a run was stopped.
  public enum StopReason {
    CANCELLED("Somebody stopped the run."),
    UNWATCHED("Nobody was watching the interactive run any more, so it was stopped.");

    private final String message;

    StopReason(String message) {
      this.message = message;
    }

    RunOutcome outcome() {
      return new RunOutcome(RunOutcome.Kind.CANCELLED, name(), message);
    }
  }
}
