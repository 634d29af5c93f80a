// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.service;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// SIGTERM: takes nothing new and lets what runs come to its end while the server still answers. In
/// the last phase, which is the first to stop, before the server closes its door.
@Component
class Drain implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

  private final Attempts attempts;
  private final Duration limit;
  private volatile boolean running;

  Drain(Attempts attempts, ServiceSettings settings) {
    this.attempts = attempts;
    this.limit = settings.drain();
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    try {
      LOG.info("Stopping; {} runs may take {} s to end", attempts.running(), limit.toSeconds());
      attempts.drain(limit);
      List<Attempt> late = attempts.all();
      late.forEach(Attempt::cancel);
      for (Attempt attempt : late) {
        String run = attempt.request().run();
        try (MDC.MDCCloseable named = MDC.putCloseable("run", run)) {
          LOG.warn("run {}: cut short, it starts again elsewhere", run);
        }
        attempt.awaitEnd();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
