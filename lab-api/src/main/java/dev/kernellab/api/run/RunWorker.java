// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.run;

import dev.kernellab.api.settings.LabSettings;
import dev.kernellab.api.storage.Database;
import dev.kernellab.protocol.RunOutcome;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Takes one run from the queue to its end, or back into the queue when the lab failed it.
@Component
class RunWorker {
  private static final Logger LOG = LoggerFactory.getLogger(RunWorker.class);

  private final Database database;
  private final RunRepository runs;
  private final RunAttempt attempts;
  private final RunConclusion conclusion;
  private final LiveRuns live;
  private final LabSettings.Runs settings;
  private final Clock clock;

  RunWorker(
      Database database,
      RunRepository runs,
      RunAttempt attempts,
      RunConclusion conclusion,
      LiveRuns live,
      LabSettings settings,
      Clock clock) {
    this.database = database;
    this.runs = runs;
    this.attempts = attempts;
    this.conclusion = conclusion;
    this.live = live;
    this.settings = settings.runs();
    this.clock = clock;
  }

  /// What is to become of the run's place in the queue.
  enum Next {
    DONE,
    AGAIN
  }

  Next work(String id) {
    if (!attempts.awaitRunner()) {
      return Next.AGAIN;
    }
    Optional<Run> begun = begin(id);
    if (begun.isEmpty()) {
      return Next.DONE;
    }
    Run run = begun.get();
    if (run.faults() > settings.attempts()) {
      conclusion.end(run, gaveUp());
      return Next.DONE;
    }
    if (run.stopCode() != null) {
      conclusion.end(run, Runs.StopReason.valueOf(run.stopCode()).outcome());
      return Next.DONE;
    }
    RunOutcome outcome = attempts.carryOut(run);
    if (live.isStopping() && outcome.code().equals(RunAttempt.STOPPED_WITH_THE_LAB)) {
      conclusion.restart(run, run.faults() - 1, outcome.code());
      return Next.AGAIN;
    }
    if (outcome.kind() == RunOutcome.Kind.LAB_FAULT && run.faults() < settings.attempts()) {
      LOG.warn(
          "run {}: attempt {} failed by the lab's fault, {}: {}",
          id,
          run.attempt(),
          outcome.code(),
          outcome.message());
      conclusion.retry(run, outcome.code());
      return Next.AGAIN;
    }
    conclusion.end(run, outcome);
    return Next.DONE;
  }

  /// Takes the run's next attempt up; empty when it has ended meanwhile. One that somebody has
  /// begun and is in the queue all the same was abandoned.
  private Optional<Run> begin(String id) {
    return database
        .transaction()
        .execute(
            transaction -> {
              Run run = runs.findForChange(id).filter(found -> !found.hasEnded()).orElse(null);
              if (run == null) {
                return Optional.<Run>empty();
              }
              if (run.hasBegun()) {
                conclusion.retry(run, "ABANDONED");
                run = runs.findForChange(id).orElseThrow();
              }
              runs.attempt(run).begin(clock.millis());
              return runs.findForChange(id);
            });
  }

  private RunOutcome gaveUp() {
    return new RunOutcome(
        RunOutcome.Kind.LAB_FAULT,
        "INTERNAL",
        "The lab could not finish this run in "
            + settings.attempts()
            + " attempts. This is not your kernel's doing; tell whoever operates the lab.");
  }
}
