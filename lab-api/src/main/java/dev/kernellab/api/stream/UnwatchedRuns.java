// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.stream;

import dev.kernellab.api.run.Run;
import dev.kernellab.api.run.Runs;
import dev.kernellab.api.run.Runs.StopReason;
import dev.kernellab.api.settings.LabSettings;
import dev.kernellab.protocol.RunMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// An interactive run ends when somebody stops it; when everybody has left, nobody will.
@Component
class UnwatchedRuns {
  private final Runs runs;
  private final Viewers viewers;
  private final Clock clock;
  private final Duration patience;
  private final Map<String, Instant> lastWatched = new HashMap<>();

  UnwatchedRuns(Runs runs, Viewers viewers, Clock clock, LabSettings settings) {
    this.runs = runs;
    this.viewers = viewers;
    this.clock = clock;
    this.patience = settings.runs().unwatched();
  }

  @Scheduled(fixedDelay = 1000)
  synchronized void stopThem() {
    List<String> interactive =
        runs.underWay().stream()
            .filter(run -> run.plan().mode() == RunMode.INTERACTIVE)
            .map(Run::id)
            .toList();
    Instant now = clock.instant();
    lastWatched.keySet().retainAll(interactive);
    for (String run : interactive) {
      if (viewers.anyWatches(run)) {
        lastWatched.put(run, now);
      } else if (lastWatched.computeIfAbsent(run, key -> now).plus(patience).isBefore(now)) {
        runs.stop(run, StopReason.UNWATCHED);
      }
    }
  }
}
