// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.run;

import dev.kernellab.api.evidence.EvidenceLog;
import dev.kernellab.api.evidence.NewEvent;
import dev.kernellab.api.observe.Observer;
import dev.kernellab.api.storage.BlobStore;
import dev.kernellab.api.storage.Database;
import dev.kernellab.protocol.Booted;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunOutcome;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Between the runner, which says things one by one, and the evidence, which is committed in
/// batches: what arrives while one batch is on its way to the disk makes up the next, so nothing
/// waits for company. A full queue holds the run back.
final class RunRecorder implements Consumer<RunEvent> {
  private static final int QUEUED_EVENTS = 256;
  private static final int ROOM_KIB = 16 * 1024;

  private final Run run;
  private final Database database;
  private final EvidenceLog evidence;
  private final RunRepository runs;
  private final BlobStore blobs;
  private final Clock clock;
  private final Observer observer;
  private final BlockingQueue<Said> incoming = new ArrayBlockingQueue<>(QUEUED_EVENTS);

  /// Room for frames on their way to the disk: captures differ in size by a factor of thousands.
  private final Semaphore room = new Semaphore(ROOM_KIB);

  private volatile boolean broken;

  RunRecorder(
      Run run,
      Database database,
      EvidenceLog evidence,
      RunRepository runs,
      BlobStore blobs,
      Clock clock) {
    this.run = run;
    this.database = database;
    this.evidence = evidence;
    this.runs = runs;
    this.blobs = blobs;
    this.clock = clock;
    this.observer = new Observer(run.plan().profile());
  }

  @Override
  public void accept(RunEvent event) {
    var said = new Said(event, clock.millis());
    try {
      while (!room.tryAcquire(said.kib(), 1, TimeUnit.SECONDS)) {
        requireWorking();
      }
      while (!incoming.offer(said, 1, TimeUnit.SECONDS)) {
        requireWorking();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("run " + run.id() + ": interrupted while reporting", e);
    }
  }

  private void requireWorking() {
    if (broken) {
      throw new IllegalStateException("run " + run.id() + ": its evidence cannot be recorded");
    }
  }

  /// Records until the runner says that the run has ended, which is not recorded here: what comes
  /// of it is the lab's decision.
  RunOutcome recordUntilEnd() throws InterruptedException {
    try {
      while (true) {
        var batch = new ArrayList<Said>();
        batch.add(incoming.take());
        incoming.drainTo(batch);
        RunOutcome outcome = outcome(batch.getLast().event());
        record(outcome == null ? batch : batch.subList(0, batch.size() - 1));
        if (outcome != null) {
          return outcome;
        }
        room.release(batch.stream().mapToInt(Said::kib).sum());
      }
    } finally {
      broken = true;
    }
  }

  private static @Nullable RunOutcome outcome(RunEvent event) {
    return event instanceof RunEvent.Ended ended ? ended.outcome() : null;
  }

  private void record(List<Said> batch) {
    if (batch.isEmpty()) {
      return;
    }
    List<NewEvent> events = batch.stream().flatMap(it -> forViewers(it).stream()).toList();
    RunProgress progress = progress(batch);
    Optional<Booted> booted = booted(batch);
    database
        .transaction()
        .executeWithoutResult(
            transaction -> {
              runs.attempt(run).progress(progress);
              booted.ifPresent(it -> runs.attempt(run).booted(it));
              if (!events.isEmpty()) {
                evidence.append(run.id(), run.attempt(), events);
              }
            });
  }

  private Optional<Booted> booted(List<Said> batch) {
    for (Said said : batch) {
      if (said.event() instanceof RunEvent.MachineStarted started) {
        BuiltImage.store(started, blobs);
        return Optional.of(started.booted());
      }
    }
    return Optional.empty();
  }

  private Optional<NewEvent> forViewers(Said said) {
    return said.event() instanceof RunEvent.MachineStarted
        ? Optional.empty()
        : Optional.of(event(said));
  }

  private NewEvent event(Said said) {
    return switch (said.event()) {
      case RunEvent.StateChanged _ -> said.as("state");
      case RunEvent.MachineStarted _ ->
          throw new IllegalStateException("run " + run.id() + ": nothing for viewers");
      case RunEvent.BuildOutput _ -> said.as("build");
      case RunEvent.SerialOutput _ -> said.as("serial");
      case RunEvent.CheckpointReached _ -> said.as("checkpoint");
      case RunEvent.SnapshotTaken it ->
          new NewEvent(
              "snapshot", observer.observe(it.capture()).streamed(), it.capture(), said.at());
      case RunEvent.ExecutionChanged _ -> said.as("execution");
      case RunEvent.FaultSeen _ -> said.as("fault");
      case RunEvent.CodeNamed _ -> said.as("code");
      case RunEvent.Ended it ->
          throw new IllegalStateException("run " + run.id() + ": said more after its end");
    };
  }

  private static RunProgress progress(List<Said> batch) {
    var states = new ArrayList<RunProgress.Entered>();
    Long instructions = null;
    int snapshots = 0;
    for (Said said : batch) {
      switch (said.event()) {
        case RunEvent.StateChanged it -> states.add(new RunProgress.Entered(it.state(), said.at()));
        case RunEvent.CheckpointReached it -> instructions = it.instructions();
        case RunEvent.SnapshotTaken it -> {
          snapshots++;
          Long counted = it.capture().instructions();
          instructions = counted == null ? instructions : counted;
        }
        case RunEvent.MachineStarted it -> {}
        case RunEvent.BuildOutput it -> {}
        case RunEvent.SerialOutput it -> {}
        case RunEvent.ExecutionChanged it -> instructions = it.instructions();
        case RunEvent.FaultSeen it -> {}
        case RunEvent.CodeNamed it -> {}
        case RunEvent.Ended it -> {}
      }
    }
    return new RunProgress(states, instructions, snapshots);
  }

  /// @param at milliseconds since 1970
  private record Said(RunEvent event, long at) {
    NewEvent as(String type) {
      return new NewEvent(type, event, null, at);
    }

    int kib() {
      long bytes =
          event instanceof RunEvent.SnapshotTaken it
              ? it.capture().changed().stream().mapToLong(frame -> frame.deflated().length).sum()
              : 0;
      return (int) Math.min(bytes >> 10, ROOM_KIB);
    }
  }
}
