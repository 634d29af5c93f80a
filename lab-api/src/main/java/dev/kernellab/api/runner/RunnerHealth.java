// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.runner;

import dev.kernellab.runner.Prerequisites;
import dev.kernellab.runner.Prerequisites.Prerequisite;
import dev.kernellab.runner.RunnerSettings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.event.EventListener;

/// Whether kernels can be run here: tried out, since what is installed may still not be allowed. A
/// lab that cannot is shown as not ready, with what to do; it never runs them any other way.
final class RunnerHealth implements HealthIndicator {
  private static final Logger LOG = LoggerFactory.getLogger(RunnerHealth.class);
  private static final Duration FRESH = Duration.ofSeconds(30);

  private final RunnerSettings settings;
  private final Clock clock;
  private List<Prerequisite> found = List.of();
  private Instant foundAt = Instant.MIN;

  RunnerHealth(RunnerSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  @EventListener(ApplicationReadyEvent.class)
  void tellWhatIsMissing() {
    Thread.ofVirtual().name("prerequisites").start(() -> look().forEach(RunnerHealth::tell));
  }

  private static void tell(Prerequisite it) {
    if (!it.ok()) {
      LOG.error("Kernels cannot be run. {}: {}. {}", it.name(), it.found(), it.mend());
    }
  }

  @Override
  public Health health() {
    List<Prerequisite> all = look();
    Health.Builder health = all.stream().allMatch(Prerequisite::ok) ? Health.up() : Health.down();
    all.forEach(
        it -> health.withDetail(it.name(), it.ok() ? it.found() : it.found() + ". " + it.mend()));
    return health.build();
  }

  /// What has once worked is not tried again: each trial opens a sandbox for good, and a run that
  /// cannot be boxed later says so itself.
  private synchronized List<Prerequisite> look() {
    boolean proven = !found.isEmpty() && found.stream().allMatch(Prerequisite::ok);
    if (!proven && foundAt.isBefore(clock.instant().minus(FRESH))) {
      try {
        found = Prerequisites.check(settings);
        foundAt = clock.instant();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return found;
  }
}
