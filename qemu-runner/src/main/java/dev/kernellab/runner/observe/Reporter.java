// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import dev.kernellab.protocol.Capture.Reason;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunOutcome;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Tells what was seen: always what was printed before it first.
final class Reporter {
  private final Outbox events;
  private final SerialLine serial;
  private final Snapshotter snapshotter;
  private final Timer snapshots;

  /// @param snapshots is told how long each capture took, as far as the machine has to wait for it
  Reporter(Outbox events, SerialLine serial, Snapshotter snapshotter, Timer snapshots) {
    this.events = events;
    this.serial = serial;
    this.snapshotter = snapshotter;
    this.snapshots = snapshots;
  }

  /// The guest is stopped at a checkpoint.
  void checkpoint(String name, int hit, LinearAddress at, Look look) throws IOException {
    serial.flush();
    events.accept(new RunEvent.CheckpointReached(name, hit, at, look.instructions()));
    capture(occasion(Reason.CHECKPOINT, name, false), look);
  }

  /// The guest is stopped, for good or for as long as somebody wants.
  void stopped(Reason reason, Look look) throws IOException {
    capture(occasion(reason, null, false), look);
  }

  /// The guest runs on meanwhile.
  void sample(Reason reason, Look look) throws IOException {
    capture(occasion(reason, null, true), look);
  }

  void sampleIfChanged(Look look) throws IOException {
    events.makeWaiting();
    Timer.Sample time = Timer.start();
    var taken = snapshotter.takeIfChanged(occasion(Reason.PERIOD, null, true), look);
    time.stop(snapshots);
    taken.ifPresent(this::emit);
  }

  /// @param instructions where the machine stands or stood
  void execution(boolean paused, long instructions) {
    serial.flush();
    events.accept(new RunEvent.ExecutionChanged(paused, instructions));
  }

  void fault(RunOutcome outcome, Look look) throws IOException {
    serial.flush();
    events.accept(
        new RunEvent.FaultSeen(outcome.code(), outcome.message(), look.cpu().registers()));
    stopped(Reason.FAULT, look);
  }

  private Snapshotter.Occasion occasion(Reason reason, @Nullable String checkpoint, boolean torn) {
    return new Snapshotter.Occasion(reason, checkpoint, torn, serial.hasPrinted());
  }

  private void capture(Snapshotter.Occasion occasion, Look look) throws IOException {
    events.makeWaiting();
    Timer.Sample time = Timer.start();
    Snapshotter.Taken taken = snapshotter.take(occasion, look);
    time.stop(snapshots);
    emit(taken);
  }

  private void emit(Snapshotter.Taken taken) {
    serial.flush();
    events.later(() -> new RunEvent.SnapshotTaken(snapshotter.pack(taken)));
  }
}
