// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.service;

import dev.kernellab.protocol.KernelRunner;
import dev.kernellab.protocol.KernelRunner.LiveRun;
import dev.kernellab.protocol.RunAnswer;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunQuestion;
import dev.kernellab.protocol.RunRequest;
import dev.kernellab.protocol.RunWish;
import dev.kernellab.protocol.wire.EventLine;
import dev.kernellab.protocol.wire.WireJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// One attempt at a run, from the moment it has a place here until nothing of it is left.
final class Attempt {
  private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

  private static final RunAnswer NOT_YET =
      new RunAnswer.Refused("RUN_NOT_LIVE", "The run has no machine yet. Try again in a second.");

  private final RunRequest request;
  private final Path kernel;
  private final EventStream stream;
  private final Consumer<Attempt> whenOver;
  private final CountDownLatch over = new CountDownLatch(1);
  private @Nullable LiveRun live;
  private boolean left;

  /// Of the run's thread alone.
  private long said;

  Attempt(RunRequest request, Path kernel, EventStream stream, Consumer<Attempt> whenOver) {
    this.request = request;
    this.kernel = kernel;
    this.stream = stream;
    this.whenOver = whenOver;
  }

  RunRequest request() {
    return request;
  }

  /// Where the submitted file goes.
  Path kernel() {
    return kernel;
  }

  EventStream stream() {
    return stream;
  }

  synchronized void start(KernelRunner runner) {
    if (!left) {
      live = runner.start(request, kernel, this::tell);
    }
  }

  private void tell(RunEvent event) {
    boolean last = event instanceof RunEvent.Ended;
    if (last) {
      end(); // first, so that whoever reads of the end finds the place free
    }
    try {
      stream.put(WireJson.line(new EventLine(said++, event)), last);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("run " + request.run() + ": interrupted", e);
    }
  }

  /// The caller is gone, or has all it wanted: what still runs is ended.
  synchronized void leave() {
    left = true;
    stream.close();
    if (live == null) {
      end();
    } else {
      live.cancel();
    }
  }

  synchronized void cancel() {
    if (live != null) {
      live.cancel();
    }
  }

  synchronized void tell(RunWish wish) {
    if (live != null) {
      live.tell(wish);
    }
  }

  synchronized CompletableFuture<RunAnswer> ask(RunQuestion question) {
    return live == null ? CompletableFuture.completedFuture(NOT_YET) : live.ask(question);
  }

  void awaitEnd() throws InterruptedException {
    over.await();
  }

  private void end() {
    try {
      Files.deleteIfExists(kernel);
    } catch (IOException e) {
      try (MDC.MDCCloseable named = MDC.putCloseable("run", request.run())) {
        LOG.warn("run {}: its file stays behind, {}", request.run(), e.getMessage());
      }
    }
    whenOver.accept(this);
    over.countDown();
  }
}
