// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.run;

import dev.kernellab.protocol.RunOutcome;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What runs cost and how they end, for whoever operates the lab.
@Component
class RunMetrics {
  private final MeterRegistry meters;

  RunMetrics(MeterRegistry meters, RunRepository runs, LiveRuns live) {
    this.meters = meters;
    Gauge.builder("lab.queue", runs, RunRepository::waiting)
        .description("Runs that wait for a worker")
        .register(meters);
    Gauge.builder("lab.runs.live", live, it -> it.ids().size())
        .description("Runs that are with a runner")
        .register(meters);
  }

  void ended(Run run) {
    RunOutcome outcome = run.outcome();
    if (outcome == null) {
      return;
    }
    meters
        .counter("lab.outcomes", "kind", outcome.kind().name(), "code", outcome.code())
        .increment();
    RunTimings timings = RunTimings.of(run.times());
    record("lab.build", "Building a kernel in the sandbox", timings.buildMs());
    record("lab.boot", "From starting a machine to its kernel's first event", timings.bootMs());
    record("lab.run", "From submission to end", timings.totalMs());
  }

  private void record(String name, String description, @Nullable Long milliseconds) {
    if (milliseconds != null) {
      timer(name, description).record(Duration.ofMillis(milliseconds));
    }
  }

  private Timer timer(String name, String description) {
    return Timer.builder(name).description(description).register(meters);
  }
}
