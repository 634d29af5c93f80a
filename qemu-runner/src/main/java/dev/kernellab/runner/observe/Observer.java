// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import dev.kernellab.protocol.Capture.Reason;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunMode;
import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.protocol.RunRequest;
import dev.kernellab.runner.boot.BootedMachine;
import dev.kernellab.runner.gdb.StopReply;
import dev.kernellab.runner.qmp.QmpEvent;
import dev.kernellab.runner.socket.Deadline;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Watches one machine from its first instruction to the end of its run. One thread does it all:
/// waits for whatever comes first, and answers. Run control is the debugger's; each time it lets
/// the machine go, exactly one stop reply comes back, whatever the machine stopped for.
public final class Observer {
  private final RunRequest request;
  private final BootedMachine machine;
  private final RunControl control;
  private final Checkpoints checkpoints;
  private final Snapshotter snapshotter;
  private final SerialLine serial;
  private final Reporter reporter;
  private final BudgetWatch budget;
  private final LastMoments lastMoments;
  private final Duration samplePeriod;
  private final Deadline wallClock;
  private final Pulse pulse = new Pulse();
  private Deadline nextSample;
  private int checkpointCaptures;

  /// The checkpoint whose instruction is being stepped over.
  private @Nullable LinearAddress steppingFrom;

  /// What is watched, and for whom.
  ///
  /// @param symbols those of the kernel image that are global, where checkpoints are found
  /// @param data those that a profile may name, static ones among them
  /// @param samplePeriod how often a running kernel is looked at
  /// @param snapshots is told how long each capture took
  public record Assignment(
      RunRequest request,
      Map<String, LinearAddress> symbols,
      Map<String, LinearAddress> data,
      RunControl control,
      Duration samplePeriod,
      Timer snapshots) {}

  public Observer(BootedMachine machine, Assignment assignment, Consumer<RunEvent> events) {
    this.request = assignment.request();
    this.machine = machine;
    this.control = assignment.control();
    this.checkpoints = Checkpoints.of(request, assignment.symbols());
    this.snapshotter =
        new Snapshotter(
            machine, new RamLayout(request.machine()), request.profile(), assignment.data());
    this.serial = new SerialLine(machine.serial(), events, request.budgets().serialBytes());
    this.reporter = new Reporter(events, serial, snapshotter, assignment.snapshots());
    this.budget = new BudgetWatch(request, snapshotter, serial);
    this.lastMoments = new LastMoments(machine, snapshotter, serial, reporter);
    this.samplePeriod = assignment.samplePeriod();
    this.wallClock = Deadline.in(Duration.ofSeconds(request.budgets().wallSeconds()));
    this.nextSample = Deadline.in(samplePeriod);
  }

  /// Lets the kernel run, and returns when its run is over. The machine is left as it then was.
  public RunOutcome observe() throws InterruptedException {
    try (Selector selector = Selector.open()) {
      machine.monitor().channel().register(selector, SelectionKey.OP_READ);
      machine.debugger().channel().register(selector, SelectionKey.OP_READ);
      if (machine.serial().channel().isPresent()) {
        machine.serial().channel().get().register(selector, SelectionKey.OP_READ);
      }
      control.onChange(selector::wakeup);
      machine.debugger().insertBreakpoints(checkpoints.addresses());
      resume();
      Optional<RunOutcome> outcome = Optional.empty();
      while (outcome.isEmpty()) {
        selector.select(ignored -> {}, pulse.untilNextMillis());
        outcome = turn();
      }
      serial.flush();
      return outcome.get();
    } catch (IOException e) {
      return lastMoments.lost(e, control.isCancelled());
    } finally {
      control.onChange(() -> {});
    }
  }

  /// Where code is of which somebody will want to know the function, by the last capture.
  public SortedSet<LinearAddress> codeAddresses() {
    return snapshotter.codeAddresses();
  }

  private Optional<RunOutcome> turn() throws IOException {
    if (control.isCancelled()) {
      return Optional.of(Endings.cancelled());
    }
    exchangeSerial();
    if (serial.isExhausted()) {
      return Optional.of(lastMoments.stopped(budget.serialOutput()));
    }
    Optional<StopReply> stop = machine.debugger().pollStop();
    if (stop.isPresent()) {
      return onStop(stop.get(), snapshotter.look());
    }
    Optional<QmpEvent.Shutdown> shutdown = lastMoments.pollShutdown();
    if (shutdown.isPresent()) {
      machine.debugger().awaitStop();
      return Optional.of(ofGuest(shutdown.get(), snapshotter.look()));
    }
    if (control.takeCaptureRequest()) {
      reporter.sample(Reason.REQUEST, snapshotter.look());
    }
    return pulse.isDue() ? onPulse(snapshotter.look()) : Optional.empty();
  }

  private void exchangeSerial() throws IOException {
    serial.drain();
    for (byte[] typed : control.takeTyped()) {
      if (request.mode() == RunMode.INTERACTIVE) { // input would make graded runs differ
        serial.type(typed);
      }
    }
    serial.send();
  }

  /// The machine stands still, and everything it printed before is in the line.
  private Optional<RunOutcome> onStop(StopReply stop, Look look) throws IOException {
    serial.drain();
    Optional<QmpEvent.Shutdown> shutdown = lastMoments.pollShutdown();
    if (shutdown.isPresent()) {
      return Optional.of(ofGuest(shutdown.get(), look));
    }
    if (!stop.isTrap()) {
      throw new IOException("gdb stub: stopped by signal " + stop.signal() + ", unasked");
    }
    if (steppingFrom != null) {
      machine.debugger().endStepOver(steppingFrom);
      steppingFrom = null;
      resume();
      return Optional.empty();
    }
    return atCheckpoint(look.cpu().instructionPointer(), look);
  }

  private Optional<RunOutcome> atCheckpoint(LinearAddress at, Look look) throws IOException {
    if (checkpoints.at(at).isEmpty()) {
      throw new IOException("gdb stub: stopped at " + at + ", where there is no breakpoint");
    }
    Optional<RunOutcome> exhausted = budget.exhausted(look);
    if (exhausted.isPresent()) {
      return Optional.of(lastMoments.standing(exhausted.get(), look));
    }
    for (String name : checkpoints.at(at)) {
      if (checkpointCaptures++ == request.budgets().snapshots()) {
        reporter.last(Reason.FINAL, look);
        return Optional.of(Endings.snapshots(request.budgets().snapshots()));
      }
      reporter.checkpoint(name, checkpoints.hit(name), at, look);
      if (request.mode() == RunMode.GRADED && name.equals(request.lastCheckpoint())) {
        return Optional.of(Endings.completed(name));
      }
    }
    machine.debugger().beginStepOver(at);
    steppingFrom = at;
    pulse.restart();
    return Optional.empty();
  }

  /// A look at a machine that has run for a while without anything happening.
  private Optional<RunOutcome> onPulse(Look look) throws IOException {
    serial.flush();
    if (look.isHaltedForGood()) {
      return confirmHalted();
    }
    if (wallClock.hasPassed()) {
      int seconds = request.budgets().wallSeconds();
      return Optional.of(
          switch (request.mode()) {
            case GRADED -> Endings.wallClock(seconds);
            case INTERACTIVE -> Endings.sessionOver(seconds);
          });
    }
    Optional<RunOutcome> exhausted = budget.exhaustedOrAsleep(look);
    if (exhausted.isPresent()) {
      return Optional.of(lastMoments.stopped(exhausted.get()));
    }
    if (nextSample.hasPassed()) {
      nextSample = Deadline.in(samplePeriod);
      reporter.sampleIfChanged(look);
    }
    return Optional.empty();
  }

  /// The guest's own end, unless it came when its budget was gone already.
  private RunOutcome ofGuest(QmpEvent.Shutdown shutdown, Look look) throws IOException {
    serial.drain();
    Optional<RunOutcome> exhausted = budget.exhausted(look);
    return exhausted.isPresent()
        ? lastMoments.standing(exhausted.get(), look)
        : lastMoments.ofGuest(shutdown, look);
  }

  /// The look that found the processor halted was taken while the machine ran.
  private Optional<RunOutcome> confirmHalted() throws IOException {
    StopReply stop = lastMoments.stop();
    Look look = snapshotter.look();
    if (look.isHaltedForGood()) {
      serial.drain();
      RunOutcome halted = Endings.halted(look.cpu().registers());
      return Optional.of(lastMoments.standing(budget.exhausted(look).orElse(halted), look));
    }
    if (stop.isTrap()) {
      return onStop(stop, look);
    }
    resume();
    return Optional.empty();
  }

  private void resume() throws IOException {
    machine.debugger().resume();
    budget.resumed();
    pulse.restart();
  }
}
