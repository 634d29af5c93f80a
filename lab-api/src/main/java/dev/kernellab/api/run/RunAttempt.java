// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.run;

import dev.kernellab.api.evidence.EvidenceLog;
import dev.kernellab.api.storage.BlobStore;
import dev.kernellab.api.storage.Database;
import dev.kernellab.api.storage.Signal;
import dev.kernellab.protocol.KernelRunner;
import dev.kernellab.protocol.KernelRunner.LiveRun;
import dev.kernellab.protocol.RunOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Has a runner carry out one attempt and records what it says.
@Component
class RunAttempt {
  private static final Logger LOG = LoggerFactory.getLogger(RunAttempt.class);

  /// The outcome's code when nobody wanted this attempt to end but the lab, which is stopping.
  /// Never a run's end: it starts over.
  static final String STOPPED_WITH_THE_LAB = "STOPPED_WITH_THE_LAB";

  private final Database database;
  private final RunRepository runs;
  private final EvidenceLog evidence;
  private final KernelRunner runner;
  private final BlobStore blobs;
  private final WhatIsBuilt whatIsBuilt;
  private final LiveRuns live;
  private final RunWishes wishes;
  private final Clock clock;

  RunAttempt(
      Database database,
      RunRepository runs,
      EvidenceLog evidence,
      KernelRunner runner,
      BlobStore blobs,
      WhatIsBuilt whatIsBuilt,
      LiveRuns live,
      RunWishes wishes,
      Clock clock) {
    this.database = database;
    this.runs = runs;
    this.evidence = evidence;
    this.runner = runner;
    this.blobs = blobs;
    this.whatIsBuilt = whatIsBuilt;
    this.live = live;
    this.wishes = wishes;
    this.clock = clock;
  }

  /// Waits until a runner has room, before the attempt begins: waiting costs none, whatever happens
  /// to the lab meanwhile.
  ///
  /// @return false when the lab stops
  boolean awaitRunner() {
    try {
      return runner.awaitRoom(live::isStopping);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Returns when the run has ended and nothing of it is left on the host.
  RunOutcome carryOut(Run run) {
    return whoseWish(run, record(run));
  }

  private RunOutcome record(Run run) {
    try (BlobStore.Blob kernel = blobs.open(run.sha256())) {
      Optional<Path> given = whatIsBuilt.inPlaceOf(run, kernel.path());
      try {
        return record(run, given.orElse(kernel.path()));
      } finally {
        if (given.isPresent()) {
          Files.deleteIfExists(given.get());
        }
      }
    } catch (IOException e) {
      LOG.error("run {}: the submitted file cannot be had", run.id(), e);
      return new RunOutcome(
          RunOutcome.Kind.LAB_FAULT,
          "STORAGE_UNAVAILABLE",
          "The lab cannot read the submitted file at the moment. This is not your kernel's doing;"
              + " tell whoever operates the lab, and run the submission again.");
    }
  }

  private RunOutcome record(Run run, Path kernel) {
    var recorder = new RunRecorder(run, database, evidence, runs, blobs, clock);
    LiveRun handle = runner.start(run.plan().request(run.id(), run.attempt()), kernel, recorder);
    try (Signal.Subscription asked = wishes.listen(run.id())) {
      live.add(run, handle);
      wishes.look(run.id()); // what was asked for between the queue and here
      return recorder.recordUntilEnd();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new RunOutcome(
          RunOutcome.Kind.CANCELLED, STOPPED_WITH_THE_LAB, "The lab was stopped.");
    } finally {
      live.remove(run, handle);
      leave(handle);
    }
  }

  /// Returns when nothing of the run is left on the host, whatever became of its evidence.
  private static void leave(LiveRun handle) {
    handle.cancel();
    boolean interrupted = Thread.interrupted();
    try {
      handle.awaitEnd();
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// A runner knows that it was told to cancel, not by whom.
  private RunOutcome whoseWish(Run run, RunOutcome outcome) {
    if (!outcome.wasAskedFor()) {
      return outcome;
    }
    return runs.find(run.id())
        .map(Run::stopCode)
        .map(code -> Runs.StopReason.valueOf(code).outcome())
        .orElse(new RunOutcome(outcome.kind(), STOPPED_WITH_THE_LAB, outcome.message()));
  }
}
