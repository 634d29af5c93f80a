// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.service;

import dev.kernellab.runner.Prerequisites;
import dev.kernellab.runner.RunnerSettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Whether kernels can be run here: tried out until it succeeds. A runner that cannot says so,
/// takes no runs, and never runs them any other way.
@Component("fitness")
class Fitness implements HealthIndicator {
  private static final Logger LOG = LoggerFactory.getLogger(Fitness.class);
  private static final long AGAIN = TimeUnit.SECONDS.toNanos(15);

  /// Bytes: less than what a submitted file, its image and a dump of its tables may take.
  private static final long LEAST_ROOM = 48L << 20;

  private final RunnerSettings settings;
  private final long leastRoom;
  private String trouble = "not tried yet";
  private long triedAt = System.nanoTime() - AGAIN;

  @Autowired
  Fitness(RunnerSettings settings) {
    this(settings, LEAST_ROOM);
  }

  /// @param leastRoom bytes that must be free where runs keep their files
  Fitness(RunnerSettings settings, long leastRoom) {
    this.settings = settings;
    this.leastRoom = leastRoom;
  }

  /// What stands in the way, and what to do about it.
  synchronized Optional<String> trouble() {
    return lackOfRoom().or(this::unfitness);
  }

  /// An idle runner is asked first: one that fails all it is given for want of room would get all.
  private Optional<String> lackOfRoom() {
    Path folder = settings.sandbox().folder();
    long room = folder.toFile().getUsableSpace();
    return room >= leastRoom
        ? Optional.empty()
        : Optional.of(
            "%s: %d MiB are free, wanted %d. Make room there, or make it larger."
                .formatted(folder, room >> 20, leastRoom >> 20));
  }

  private Optional<String> unfitness() {
    if (!trouble.isEmpty() && System.nanoTime() - triedAt >= AGAIN) {
      tryOut();
    }
    return Optional.of(trouble).filter(it -> !it.isEmpty());
  }

  private void tryOut() {
    try {
      trouble =
          Prerequisites.check(settings).stream()
              .filter(it -> !it.ok())
              .map(it -> "%s: %s. %s".formatted(it.name(), it.found(), it.mend()))
              .collect(Collectors.joining(" "));
      triedAt = System.nanoTime();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @EventListener(ApplicationReadyEvent.class)
  void tellWhatIsMissing() {
    trouble().ifPresent(it -> LOG.error("Kernels cannot be run. {}", it));
  }

  @Override
  public Health health() {
    return trouble()
        .map(it -> Health.down().withDetail("reason", it).build())
        .orElseGet(() -> Health.up().build());
  }
}
