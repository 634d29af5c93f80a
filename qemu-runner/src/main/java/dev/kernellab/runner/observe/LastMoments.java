// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import dev.kernellab.protocol.Capture.Reason;
import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.runner.boot.BootedMachine;
import dev.kernellab.runner.gdb.StopReply;
import dev.kernellab.runner.qmp.QmpEvent;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What is still to be found out when a run is over: the last capture, and whose doing the end was.
final class LastMoments {
  private final BootedMachine machine;
  private final Snapshotter snapshotter;
  private final SerialLine serial;
  private final Reporter reporter;

  LastMoments(
      BootedMachine machine, Snapshotter snapshotter, SerialLine serial, Reporter reporter) {
    this.machine = machine;
    this.snapshotter = snapshotter;
    this.serial = serial;
    this.reporter = reporter;
  }

  /// Stops a machine that runs. Not over the monitor: QEMU might hear of that before it has set the
  /// machine going, and there would be no stop reply.
  StopReply stop() throws IOException {
    machine.debugger().interrupt();
    return machine.debugger().awaitStop();
  }

  /// The guest's own end, if the monitor has told of it.
  Optional<QmpEvent.Shutdown> pollShutdown() throws IOException {
    for (var event = machine.monitor().pollEvent();
        event.isPresent();
        event = machine.monitor().pollEvent()) {
      if (event.get() instanceof QmpEvent.Shutdown shutdown) {
        return Optional.of(shutdown);
      }
    }
    return Optional.empty();
  }

  /// Stops a machine whose budget is gone, whatever it has come to meanwhile.
  RunOutcome stopped(RunOutcome outcome) throws IOException {
    stop();
    Look look = snapshotter.lookStanding();
    serial.drain();
    return standing(outcome, look);
  }

  /// The last capture of a machine that stands still.
  RunOutcome standing(RunOutcome outcome, Look look) throws IOException {
    reporter.stopped(Reason.FINAL, look);
    return outcome;
  }

  /// The guest reset the machine or switched it off, and it stands still since.
  RunOutcome ofGuest(QmpEvent.Shutdown shutdown, Look look) throws IOException {
    serial.drain();
    return switch (shutdown.reason()) {
      case "guest-reset" -> {
        RunOutcome outcome =
            machine.loggedTripleFault()
                ? Endings.tripleFault(look.cpu().registers())
                : Endings.reset(look.cpu().registers());
        reporter.fault(outcome, look);
        yield outcome;
      }
      case "guest-shutdown" -> {
        reporter.stopped(Reason.FINAL, look);
        yield Endings.shutDown();
      }
      default -> throw new IOException("monitor: machine ended by " + shutdown.reason());
    };
  }

  /// QEMU is gone or makes no sense. Gives it a moment to be dead, so that how it died can be told.
  RunOutcome lost(IOException reason, boolean cancelled) throws InterruptedException {
    serial.flush();
    try {
      machine.box().onExit().get(1, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      machine.box().close();
    }
    int status = machine.box().awaitExit();
    return cancelled
        ? Endings.cancelled()
        : Endings.machineLost(
            machine.box().end(),
            status,
            reason.getMessage() + "; it said: " + machine.said().get());
  }
}
