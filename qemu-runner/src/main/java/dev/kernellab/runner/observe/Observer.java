// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import dev.kernellab.protocol.Capture.Reason;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunMode;
import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.protocol.RunRequest;
import dev.kernellab.protocol.RunWish;
import dev.kernellab.runner.boot.BootedMachine;
import dev.kernellab.runner.gdb.StopReply;
import dev.kernellab.runner.qmp.QmpEvent;
import dev.kernellab.runner.socket.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// Watches one machine from its first instruction to the end of its run. One thread does it all:
/// waits for whatever comes first, and answers. Run control is the debugger's; each time it lets
/// the machine go, exactly one stop reply comes back, whatever the machine stopped for.
public final class Observer {
  private final RunRequest request;
  private final BootedMachine machine;
  private final RunControl control;
  private final Checkpoints checkpoints;
  private final KernelPresence presence;
  private final Snapshotter snapshotter;
  private final SerialLine serial;
  private final Outbox outbox;
  private final Reporter reporter;
  private final BudgetWatch budget;
  private final LastMoments lastMoments;
  private final Answers answers;
  private final Keys keys;
  private final Execution execution;
  private final Controls controls;
  private final Duration samplePeriod;
  private final Deadline wallClock;
  private final Pulse pulse = new Pulse();
  private final UnannouncedLooks looks;
  private Deadline nextSample;
  private int checkpointCaptures;

  public Observer(BootedMachine machine, Assignment assignment, Consumer<RunEvent> events) {
    this.request = assignment.request();
    this.machine = machine;
    this.control = assignment.control();
    this.checkpoints = Checkpoints.of(request, assignment.symbols());
    boolean alone = !request.machine().start().way().countsVary();
    this.presence = new KernelPresence(machine.debugger(), assignment.code(), alone);
    var ram = new RamLayout(request.machine());
    this.snapshotter =
        new Snapshotter(machine, ram, request.profile(), assignment.data(), assignment.onlooker());
    this.outbox = new Outbox(events);
    this.serial = new SerialLine(machine.serial(), outbox, request);
    this.reporter = new Reporter(outbox, serial, snapshotter, assignment.snapshots());
    this.budget = new BudgetWatch(request, snapshotter, serial);
    this.lastMoments = new LastMoments(machine, snapshotter, serial, reporter);
    this.answers = new Answers(machine, ram, snapshotter, request.mode());
    this.keys = new Keys(machine.monitor());
    this.looks =
        new UnannouncedLooks(
            machine.debugger(),
            CallSites.of(assignment.data(), assignment.code(), checkpoints.addresses()),
            request.mode() == RunMode.GRADED);
    this.execution = new Execution(machine.debugger(), budget, pulse, looks);
    this.controls =
        new Controls(request.mode(), snapshotter, reporter, execution, lastMoments, keys, serial);
    this.samplePeriod = assignment.samplePeriod();
    this.wallClock = Deadline.in(Duration.ofSeconds(request.budgets().wallSeconds()));
    this.nextSample = Deadline.in(samplePeriod);
  }

  /// Lets the kernel run, and returns when its run is over. The machine is left as it then was.
  public RunOutcome observe() throws InterruptedException {
    try (Lines lines = Lines.open(machine)) {
      control.onChange(lines::wakeUp);
      machine.debugger().insertBreakpoints(checkpoints.addresses());
      execution.leave(null);
      Optional<RunOutcome> outcome = Optional.empty();
      while (outcome.isEmpty()) {
        lines.await(looks.awaitSoon(keys.untilNextMillis(pulse, execution)));
        outcome = turn();
        if (!execution.isSteppingOver()) {
          outbox.makeWaiting();
        }
      }
      serial.flush();
      return outcome.get();
    } catch (IOException e) {
      return lastMoments.lost(e, control.isCancelled());
    } finally {
      outbox.makeWaiting();
      control.onChange(() -> {});
    }
  }

  public Aftermath aftermath() {
    return new Aftermath(snapshotter.codeAddresses(), snapshotter.unreadAccount());
  }

  private Optional<RunOutcome> turn() throws IOException {
    if (control.isCancelled()) {
      return Optional.of(Endings.cancelled());
    }
    exchangeSerial();
    if (serial.isExhausted()) {
      return Optional.of(end(budget.serialOutput()));
    }
    Optional<StopReply> stop = machine.debugger().pollStop();
    if (stop.isPresent()) {
      return onStop(stop.get());
    }
    Optional<QmpEvent.Shutdown> shutdown = lastMoments.pollShutdown();
    if (shutdown.isPresent()) {
      machine.debugger().awaitStop();
      return Optional.of(ofGuest(shutdown.get(), snapshotter.lookStanding()));
    }
    for (RunControl.Question question : control.takeQuestions()) {
      question.answer().complete(answers.to(question.asked()));
    }
    for (RunWish wish : control.takeWishes()) {
      Optional<StopReply> stopped = controls.carryOut(wish);
      Optional<RunOutcome> outcome = stopped.isPresent() ? onStop(stopped.get()) : Optional.empty();
      if (outcome.isPresent()) {
        return outcome;
      }
    }
    if (looks.isDue()) {
      return onMoment();
    }
    return pulse.isDue() ? onPulse() : Optional.empty();
  }

  private RunOutcome end(RunOutcome outcome) throws IOException {
    return execution.isPaused()
        ? lastMoments.standing(outcome, snapshotter.lookStanding())
        : lastMoments.stopped(outcome);
  }

  private void exchangeSerial() throws IOException {
    serial.drain();
    serial.send();
    if (!execution.isPaused()) {
      keys.send();
    }
  }

  /// The machine stands still. After a step over a checkpoint's breakpoint there is nothing new to
  /// see, unless that one instruction was its last.
  private Optional<RunOutcome> onStop(StopReply stop) throws IOException {
    boolean stepped = execution.endStep();
    if (!stepped || execution.isToStay(false)) {
      return onStop(stop, stepped, snapshotter.lookStanding());
    }
    Optional<QmpEvent.Shutdown> shutdown = lastMoments.pollShutdown();
    if (shutdown.isPresent()) {
      return Optional.of(ofGuest(shutdown.get(), snapshotter.lookStanding()));
    }
    Execution.requireExpected(stop);
    execution.leave(null);
    return Optional.empty();
  }

  /// The machine stands still, and everything it printed before is in the line.
  private Optional<RunOutcome> onStop(StopReply stop, boolean stepped, Look look)
      throws IOException {
    serial.drain();
    Optional<QmpEvent.Shutdown> shutdown = lastMoments.pollShutdown();
    if (shutdown.isPresent()) {
      return Optional.of(ofGuest(shutdown.get(), look));
    }
    Optional<RunOutcome> over = over(look);
    if (over.isPresent()) {
      return over;
    }
    if (stepped || !stop.isTrap()) {
      if (execution.isToStay(false)) {
        reporter.stopped(Reason.REQUEST, look);
        controls.stay(null, look);
      } else if (looks.isDue()) {
        return unannounced(look);
      } else {
        Execution.requireExpected(stop);
        execution.leave(null);
      }
      return Optional.empty();
    }
    if (looks.isMetAt(look.cpu().instructionPointer())) {
      return unannounced(look);
    }
    return atCheckpoint(look.cpu().instructionPointer(), look);
  }

  private Optional<RunOutcome> onMoment() throws IOException {
    StopReply stop = lastMoments.stop();
    Look look = stop.isTrap() ? snapshotter.lookStanding() : snapshotter.glance();
    return onStop(stop, false, look);
  }

  /// Stopped when the kernel could not know.
  private Optional<RunOutcome> unannounced(Look look) throws IOException {
    boolean atCheckpoint = !checkpoints.at(look.cpu().instructionPointer()).isEmpty();
    if (looks.take(look, atCheckpoint)) {
      reporter.stopped(Reason.UNANNOUNCED, look);
    }
    execution.leave(null);
    return Optional.empty();
  }

  private Optional<RunOutcome> atCheckpoint(LinearAddress at, Look look) throws IOException {
    if (checkpoints.at(at).isEmpty()) {
      throw new IOException("gdb stub: stopped at " + at + ", where there is no breakpoint");
    }
    if (!presence.isAt(at)) {
      if (presence.isGivenUp()) {
        return Optional.of(
            lastMoments.standing(Endings.neverThere(KernelPresence.MOST_OTHERS), look));
      }
      execution.leave(at);
      return Optional.empty();
    }
    looks.checkpoint(look);
    for (String name : checkpoints.at(at)) {
      if (checkpointCaptures++ == request.budgets().snapshots()) {
        reporter.stopped(Reason.FINAL, look);
        return Optional.of(Endings.snapshots(request.budgets().snapshots()));
      }
      reporter.checkpoint(name, checkpoints.hit(name), at, look);
      if (request.mode() == RunMode.GRADED && name.equals(request.lastCheckpoint())) {
        return Optional.of(Endings.completed(name));
      }
    }
    if (execution.isToStay(true)) {
      controls.stay(at, look);
    } else {
      execution.leave(at);
    }
    return Optional.empty();
  }

  /// A look at a machine that has run for a while without anything happening; or stood still, which
  /// takes the session's time all the same.
  private Optional<RunOutcome> onPulse() throws IOException {
    serial.flush();
    Look look = snapshotter.look();
    if (!execution.isPaused() && look.isHaltedForGood()) {
      return confirmHalted();
    }
    if (wallClock.hasPassed()) {
      return Optional.of(Endings.wallClock(request));
    }
    Optional<RunOutcome> exhausted = budget.exhaustedOrAsleep(look);
    if (exhausted.isPresent()) {
      return Optional.of(end(exhausted.get()));
    }
    if (nextSample.hasPassed() && !execution.isPaused()) {
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
    Look look = snapshotter.lookStanding();
    if (look.isHaltedForGood() || stop.isTrap()) {
      return onStop(stop, execution.endStep(), look);
    }
    execution.leave(null);
    return Optional.empty();
  }

  /// The end of a machine that stands still and has come to one.
  private Optional<RunOutcome> over(Look look) throws IOException {
    Optional<RunOutcome> reason = budget.exhausted(look);
    if (reason.isEmpty() && look.isHaltedForGood()) {
      reason = Optional.of(Endings.halted(look.cpu().registers()));
    }
    return reason.isPresent()
        ? Optional.of(lastMoments.standing(reason.get(), look))
        : Optional.empty();
  }
}
