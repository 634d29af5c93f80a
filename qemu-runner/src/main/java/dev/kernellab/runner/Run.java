// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner;

import dev.kernellab.protocol.Boot;
import dev.kernellab.protocol.KernelRunner;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.RunAnswer;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.protocol.RunOutcome.Kind;
import dev.kernellab.protocol.RunQuestion;
import dev.kernellab.protocol.RunRequest;
import dev.kernellab.protocol.RunState;
import dev.kernellab.protocol.RunWish;
import dev.kernellab.runner.boot.BootException;
import dev.kernellab.runner.boot.BootedMachine;
import dev.kernellab.runner.boot.Payload;
import dev.kernellab.runner.boot.RamFile;
import dev.kernellab.runner.image.Loader;
import dev.kernellab.runner.naming.CodeNames;
import dev.kernellab.runner.observe.Aftermath;
import dev.kernellab.runner.observe.Assignment;
import dev.kernellab.runner.observe.Observer;
import dev.kernellab.runner.observe.Onlooker;
import dev.kernellab.runner.observe.RunControl;
import dev.kernellab.runner.sandbox.JobFolder;
import dev.kernellab.runner.sandbox.SandboxException;
import dev.kernellab.runner.submission.SubmissionRejectedException;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One run, from the submitted file to its end. [#run] tells it; the rest is what others may do to
/// it meanwhile.
final class Run implements KernelRunner.LiveRun {
  private static final Logger LOG = LoggerFactory.getLogger(Run.class);

  private final RunRequest request;
  private final Path kernel;
  private final Consumer<RunEvent> events;
  private final Workshop workshop;
  private final Onlooker onlooker;
  private final RunControl control = new RunControl();
  private final CountDownLatch ended = new CountDownLatch(1);
  private boolean cameByCheckpoint;
  private boolean printed;

  Run(
      RunRequest request,
      Path kernel,
      Consumer<RunEvent> events,
      Workshop workshop,
      Onlooker onlooker) {
    this.request = request;
    this.kernel = kernel;
    this.events =
        event -> {
          cameByCheckpoint |= event instanceof RunEvent.CheckpointReached;
          printed |= event instanceof RunEvent.SerialOutput;
          tell(events, event);
        };
    this.workshop = workshop;
    this.onlooker = onlooker;
  }

  void run() {
    try {
      RunOutcome outcome = outcomeInSlot();
      events.accept(new RunEvent.Ended(outcome));
    } catch (UnheardException e) {
      LOG.error("run {}: nobody takes its events any more", request.run(), e);
    } finally {
      control.end();
      ended.countDown();
    }
  }

  /// Whoever takes the events has failed: the run ends, and there is nobody to tell.
  private static final class UnheardException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnheardException(RuntimeException cause) {
      super(cause);
    }
  }

  private static void tell(Consumer<RunEvent> events, RunEvent event) {
    try {
      events.accept(event);
    } catch (RuntimeException e) {
      throw new UnheardException(e);
    }
  }

  private RunOutcome outcomeInSlot() {
    try {
      control.onChange(workshop.slots()::wakeUp);
      int guestRam = RamFile.mebibytes(request.machine());
      if (!workshop.slots().canHold(guestRam)) {
        throw new SandboxException(
            "sandbox: the guest's "
                + guestRam
                + " MiB have no room in the folder for runs; mount a larger tmpfs there");
      }
      OptionalInt slot = workshop.slots().take(guestRam, control::isCancelled);
      if (slot.isEmpty()) {
        return cancelled();
      }
      try {
        workshop.sandbox().requireWorking();
        return outcomeIn(slot.getAsInt());
      } finally {
        workshop.slots().giveBack(slot.getAsInt());
      }
    } catch (SubmissionRejectedException e) {
      return new RunOutcome(Kind.BUILD_REJECTED, e.code(), e.sentence());
    } catch (SandboxException e) {
      return labFault("SANDBOX", e);
    } catch (BootException e) {
      return labFault(e.code(), e);
    } catch (IOException e) {
      return labFault("INTERNAL", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return labFault("INTERNAL", e);
    } catch (UnheardException e) {
      throw e;
    } catch (RuntimeException e) { // a mistake of ours must not look like a run that never ends
      return labFault("INTERNAL", e);
    }
  }

  private RunOutcome outcomeIn(int slot)
      throws IOException,
          SubmissionRejectedException,
          SandboxException,
          BootException,
          InterruptedException {
    try (JobFolder folder = workshop.sandbox().createFolder(slot)) {
      var preparation = new Preparation(request, workshop, control, events);
      Preparation.Prepared prepared = preparation.prepare(kernel, folder);
      if (control.isCancelled()) {
        return cancelled();
      }
      enter(RunState.BOOTING);
      RunOutcome outcome;
      Aftermath aftermath;
      try (BootedMachine machine = boot(prepared, folder)) {
        events.accept(BootReport.of(machine, request, prepared));
        enter(RunState.RUNNING);
        var observer = new Observer(machine, assignment(prepared), events);
        outcome = observer.observe();
        aftermath = observer.aftermath();
      }
      nameCode(outcome, aftermath.code(), prepared.elf(), folder);
      RunOutcome told =
          ProfileAdvice.added(outcome, request, prepared.image(), aftermath.unreadAccount());
      return cameByCheckpoint ? told : BootAdvice.added(told, request, prepared, printed);
    } catch (SubmissionRejectedException | SandboxException e) {
      if (control.isCancelled()) {
        return cancelled(); // the box was killed under it
      }
      throw e;
    }
  }

  /// Source lines take a box of their own, and a kernel that did what it should needs none.
  private void nameCode(
      RunOutcome outcome, SortedSet<LinearAddress> code, byte @Nullable [] image, JobFolder folder)
      throws SubmissionRejectedException, InterruptedException {
    if (code.isEmpty() || image == null) {
      return;
    }
    CodeNames names = CodeNames.of(image);
    events.accept(
        switch (outcome.kind()) {
          case KERNEL_FAULT, KERNEL_HALTED, BUDGET_EXHAUSTED ->
              names.lines(code, workshop.sandbox(), folder);
          case COMPLETED, CANCELLED, LAB_FAULT, BUILD_REJECTED -> names.functions(code);
        });
  }

  private BootedMachine boot(Preparation.Prepared prepared, JobFolder folder)
      throws BootException, SandboxException, InterruptedException {
    Timer.Sample time = Timer.start();
    Payload payload = prepared.payload();
    Boot boot = request.machine().start();
    if (prepared.loader() != null && prepared.loader() != Loader.QEMU) {
      payload = workshop.grub().wrap(payload, boot, prepared.loader(), folder);
    }
    BootedMachine machine = workshop.booter().boot(request, payload, folder);
    time.stop(workshop.timers().boot());
    return machine;
  }

  private Assignment assignment(Preparation.Prepared prepared) {
    return new Assignment(
        request,
        prepared.symbols(),
        prepared.addresses(),
        prepared::code,
        control,
        onlooker,
        workshop.settings().samplePeriod(),
        workshop.timers().snapshot());
  }

  private void enter(RunState state) {
    events.accept(new RunEvent.StateChanged(state, request.attempt()));
  }

  private RunOutcome labFault(String code, Exception reason) {
    LOG.error("run {}: {}", request.run(), code, reason);
    return new RunOutcome(Kind.LAB_FAULT, code, String.valueOf(reason.getMessage()));
  }

  private static RunOutcome cancelled() {
    return new RunOutcome(Kind.CANCELLED, "CANCELLED", "The run was stopped on request.");
  }

  @Override
  public void cancel() {
    control.cancel();
  }

  @Override
  public void tell(RunWish wish) {
    control.tell(wish);
  }

  @Override
  public CompletableFuture<RunAnswer> ask(RunQuestion question) {
    return control.ask(question);
  }

  @Override
  public void awaitEnd() throws InterruptedException {
    ended.await();
  }
}
