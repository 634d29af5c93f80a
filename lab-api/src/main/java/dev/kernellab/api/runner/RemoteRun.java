// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.runner;

import dev.kernellab.api.trace.RunSpan;
import dev.kernellab.protocol.KernelRunner.LiveRun;
import dev.kernellab.protocol.RunAnswer;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.protocol.RunQuestion;
import dev.kernellab.protocol.RunRequest;
import dev.kernellab.protocol.RunWish;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One attempt with a runner elsewhere: gets it a place, then passes on the runner's word until the
/// run has ended or the runner is lost.
final class RemoteRun implements LiveRun {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteRun.class);
  private static final Duration END_OF_CANCELLED = Duration.ofSeconds(10);
  private static final RunOutcome CANCELLED =
      new RunOutcome(RunOutcome.Kind.CANCELLED, "CANCELLED", "The run was stopped on request.");

  private static final RunAnswer NO_RUNNER =
      new RunAnswer.Refused("RUN_NOT_LIVE", "The run is with no runner at the moment.");

  private final RunRequest request;
  private final Path kernel;
  private final Consumer<RunEvent> events;
  private final RemoteKernelRunner runners;
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable Lease lease;
  private CompletableFuture<Void> told = CompletableFuture.completedFuture(null);

  RemoteRun(
      RunRequest request, Path kernel, Consumer<RunEvent> events, RemoteKernelRunner runners) {
    this.request = request;
    this.kernel = kernel;
    this.events = events;
    this.runners = runners;
  }

  void run() {
    try {
      events.accept(new RunEvent.Ended(outcome()));
    } catch (RuntimeException e) {
      LOG.error("run {}: nobody takes its events any more", request.run(), e);
    } finally {
      ended.countDown();
    }
  }

  private RunOutcome outcome() {
    try {
      Optional<Lease> got = getPlace();
      if (got.isEmpty()) {
        return CANCELLED;
      }
      long from = System.currentTimeMillis();
      RunOutcome outcome = outcome(got.get());
      trace(got.get().runner(), from, outcome);
      return outcome;
    } catch (RunBrokenException e) {
      return lost("A runner lost the run: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return lost("The lab was interrupted.");
    } finally {
      lease = null;
    }
  }

  private RunOutcome outcome(Lease got) {
    try (Lease held = got) {
      return follow(held);
    } catch (RunBrokenException e) {
      return lost("Runner " + got.runner().getAuthority() + " lost the run: " + e.getMessage());
    }
  }

  /// Which runner had it: known to nobody else.
  private void trace(URI runner, long from, RunOutcome outcome) {
    if (runners.traces().areWanted()) {
      var attributes =
          Attributes.builder()
              .put("server.address", runner.getHost())
              .put("server.port", runner.getPort())
              .put("lab.attempt", request.attempt())
              .build();
      runners
          .traces()
          .add(
              new RunSpan(
                  request.run(),
                  RunSpan.attempt(request.attempt()) + "/runner",
                  "runner",
                  SpanKind.CLIENT,
                  from,
                  System.currentTimeMillis(),
                  attributes,
                  List.of(),
                  outcome.kind() == RunOutcome.Kind.LAB_FAULT ? outcome.message() : null));
    }
  }

  /// Waits as long as it takes: that all runners are busy, or gone, is no reason to give an attempt
  /// up.
  private Optional<Lease> getPlace() throws RunBrokenException, InterruptedException {
    var pause = new Pause();
    while (!isCancelled()) {
      Optional<RunnerFleet.Started> started = runners.fleet().start(request, kernel);
      if (started.isPresent()) {
        return Optional.of(runners.watch(started.get(), request));
      }
      if (cancelled.await(pause.nextMillis(), TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    return Optional.empty();
  }

  private RunOutcome follow(Lease held) throws RunBrokenException {
    lease = held;
    if (isCancelled()) {
      tellCancel(held); // asked for between the place and here
    }
    while (true) {
      switch (held.next()) {
        case RunEvent.Ended it -> {
          runners.fleet().recordLeft(held.runner()); // it has left there before it says so
          return judged(it.outcome());
        }
        case RunEvent it -> events.accept(it);
      }
    }
  }

  /// A runner that is stopped cancels its runs, too, and nobody here has asked it to.
  private RunOutcome judged(RunOutcome outcome) throws RunBrokenException {
    if (outcome.wasAskedFor() && !isCancelled()) {
      throw new RunBrokenException("it was stopped before the run had ended");
    }
    return outcome;
  }

  private RunOutcome lost(String message) {
    return isCancelled()
        ? CANCELLED
        : new RunOutcome(RunOutcome.Kind.LAB_FAULT, "RUNNER_LOST", message);
  }

  private boolean isCancelled() {
    return cancelled.getCount() == 0;
  }

  @Override
  public void cancel() {
    cancelled.countDown();
    Lease held = lease;
    if (held != null) {
      tellCancel(held);
    }
  }

  private void tellCancel(Lease held) {
    held.expectEndWithin(END_OF_CANCELLED);
    Thread.startVirtualThread(
        () -> tell(held, "cancel", () -> runners.client().cancel(held.runner(), request)));
  }

  @Override
  public void tell(RunWish wish) {
    Lease held = lease;
    if (held != null) {
      inOrder(
          () -> tell(held, "a wish", () -> runners.client().tell(held.runner(), request, wish)));
    }
  }

  /// What was typed first arrives first.
  private synchronized void inOrder(Runnable telling) {
    told = told.thenRunAsync(telling, Thread::startVirtualThread);
  }

  @Override
  public CompletableFuture<RunAnswer> ask(RunQuestion question) {
    var answer = new CompletableFuture<RunAnswer>();
    Lease held = lease;
    if (held == null) {
      answer.complete(NO_RUNNER);
    } else {
      Thread.ofVirtual().start(() -> ask(held, question, answer));
    }
    return answer;
  }

  private void ask(Lease held, RunQuestion question, CompletableFuture<RunAnswer> answer) {
    try {
      answer.complete(runners.client().ask(held.runner(), request, question));
    } catch (IOException e) {
      answer.completeExceptionally(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer.completeExceptionally(e);
    }
  }

  @FunctionalInterface
  private interface Call {
    void make() throws IOException, InterruptedException;
  }

  /// Whoever asks does not wait for the runner; one that cannot be told is soon found lost.
  private void tell(Lease held, String what, Call call) {
    try {
      call.make();
    } catch (IOException e) {
      LOG.warn(
          "run {}: {} did not reach {}, {}", request.run(), what, held.runner(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void awaitEnd() throws InterruptedException {
    ended.await();
  }
}
