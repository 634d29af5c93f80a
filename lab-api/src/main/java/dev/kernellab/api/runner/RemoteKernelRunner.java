// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.runner;

import dev.kernellab.api.trace.Traces;
import dev.kernellab.protocol.KernelRunner;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.MDC;

/// Has kernels run by services elsewhere, each run by the least busy of them.
final class RemoteKernelRunner implements KernelRunner, AutoCloseable {
  private final RunnerFleet fleet;
  private final RunnerClient client;
  private final Duration silence;
  private final Traces traces;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("runner-watch").factory());

  /// @param silence after this long without a word a runner counts as dead
  RemoteKernelRunner(RunnerFleet fleet, RunnerClient client, Duration silence, Traces traces) {
    this.fleet = fleet;
    this.client = client;
    this.silence = silence;
    this.traces = traces;
  }

  @Override
  public boolean awaitRoom(BooleanSupplier givenUp) throws InterruptedException {
    var pause = new Pause();
    while (!givenUp.getAsBoolean()) {
      if (fleet.hasRoom()) {
        return true;
      }
      Thread.sleep(pause.nextMillis());
    }
    return false;
  }

  @Override
  public LiveRun start(RunRequest request, Path kernel, Consumer<RunEvent> events) {
    var run = new RemoteRun(request, kernel, events, this);
    Map<String, String> named = MDC.getCopyOfContextMap(); // in what it logs, too
    Thread.ofVirtual()
        .name("run-" + request.run())
        .start(
            () -> {
              MDC.setContextMap(named == null ? Map.of() : named);
              run.run();
            });
    return run;
  }

  RunnerFleet fleet() {
    return fleet;
  }

  RunnerClient client() {
    return client;
  }

  Traces traces() {
    return traces;
  }

  Lease watch(RunnerFleet.Started started, RunRequest request) {
    return new Lease(started, request, silence, clock);
  }

  /// Whatever is still open breaks off, and the runners end it.
  @Override
  public void close() {
    client.close();
    clock.shutdownNow();
  }
}
