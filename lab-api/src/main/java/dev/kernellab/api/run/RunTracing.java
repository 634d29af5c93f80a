// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.run;

import dev.kernellab.api.evidence.EvidenceLog;
import dev.kernellab.api.trace.Traces;
import jakarta.annotation.PreDestroy;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Sends the trace of every run that has ended, beside the work and after it. Its evidence is read
/// from the database, so nothing is kept meanwhile, and it does not matter who began the run.
@Component
class RunTracing {
  private static final Logger LOG = LoggerFactory.getLogger(RunTracing.class);
  private static final int MOST_WAITING = 1000;

  private final RunRepository runs;
  private final EvidenceLog evidence;
  private final Traces traces;
  private final ThreadPoolExecutor worker =
      new ThreadPoolExecutor(
          0,
          1,
          1,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(MOST_WAITING),
          Thread.ofVirtual().name("traces").factory(),
          new ThreadPoolExecutor.DiscardPolicy());

  RunTracing(RunRepository runs, EvidenceLog evidence, Traces traces) {
    this.runs = runs;
    this.evidence = evidence;
    this.traces = traces;
  }

  void ended(String run) {
    if (traces.areWanted()) {
      worker.execute(() -> send(run));
    }
  }

  private void send(String id) {
    try {
      runs.find(id)
          .map(run -> new RunTrace(run, traces::add))
          .ifPresent(trace -> evidence.all(id).forEach(trace::accept));
    } catch (RuntimeException e) { // a trace is worth no more than a line
      LOG.warn("run {}: its trace is not sent, {}", id, e.getMessage());
    }
  }

  /// What ended last is still sent.
  @PreDestroy
  void stop() throws InterruptedException {
    worker.shutdown();
    worker.awaitTermination(2, TimeUnit.SECONDS);
    worker.shutdownNow();
  }
}
