// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.run;

import dev.kernellab.protocol.RunOutcome;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What runs cost and how they end, for whoever operates the lab.
@Component
class RunMetrics {
  private final MeterRegistry meters;

  RunMetrics(MeterRegistry meters, RunRepository runs, LiveRuns live, Clock clock) {
    this.meters = meters;
    Gauge.builder("lab.queue.waiting.runs", runs, RunRepository::waiting)
        .description("Runs that wait for a worker")
        .register(meters);
    Gauge.builder("lab.queue.oldest.age", runs, it -> age(it, clock))
        .description("How long ago the run was submitted that has waited longest")
        .baseUnit("seconds")
        .register(meters);
    Gauge.builder("lab.runs.live", live, it -> it.ids().size())
        .description("Runs that are with a runner")
        .register(meters);
  }

  private static double age(RunRepository runs, Clock clock) {
    return runs.waitingSince()
        .map(since -> Math.max(0, clock.millis() - since) / 1000.0)
        .orElse(0.0);
  }

  /// An attempt was given up and is made again.
  void retried(String code) {
    meters.counter("lab.retries", "code", code).increment();
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
    stage("queue", timings.queuedMs());
    stage("build", timings.buildMs());
    stage("boot", timings.bootMs());
    stage("run", timings.runMs());
    stage("grade", timings.gradeMs());
    if (timings.totalMs() != null) {
      meters.timer("lab.run").record(Duration.ofMillis(timings.totalMs()));
    }
  }

  /// The service's view of a stage, the way to the runner included; `lab.build` and `lab.boot` are
  /// the runner's own.
  private void stage(String name, @Nullable Long milliseconds) {
    if (milliseconds != null) {
      meters.timer("lab.stage", "stage", name).record(Duration.ofMillis(milliseconds));
    }
  }
}
