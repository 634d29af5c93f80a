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
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// An interactive run ends when somebody stops it; when everybody has left, nobody will. Viewers
/// may be on any replica: each notes in the run's row that its viewers are there, and the replica
/// that has the run looks for how long, by its own clock, that note has not changed.
@Component
class UnwatchedRuns {
  private static final Logger LOG = LoggerFactory.getLogger(UnwatchedRuns.class);

  private final Runs runs;
  private final Viewers viewers;
  private final Clock clock;
  private final Duration patience;
  private final Map<String, Seen> seen = new HashMap<>();

  UnwatchedRuns(Runs runs, Viewers viewers, Clock clock, LabSettings settings) {
    this.runs = runs;
    this.viewers = viewers;
    this.clock = clock;
    this.patience = settings.runs().unwatched();
  }

  /// @param watched the note in the run's row
  /// @param since when it was first seen here
  private record Seen(@Nullable Long watched, Instant since) {}

  @Scheduled(fixedDelay = 1000)
  synchronized void stopThem() {
    try {
      runs.noteWatched(viewers.interactiveRuns(), patience.dividedBy(4));
      look(runs.underWay());
    } catch (DataAccessException e) {
      seen.clear(); // no note could be left meanwhile either
      LOG.debug("unwatched runs: the database does not answer", e);
    }
  }

  private void look(List<Run> underWay) {
    List<Run> interactive =
        underWay.stream().filter(run -> run.plan().mode() == RunMode.INTERACTIVE).toList();
    Instant now = clock.instant();
    seen.keySet().retainAll(interactive.stream().map(Run::id).toList());
    for (Run run : interactive) {
      Seen before = seen.get(run.id());
      if (before == null || !Objects.equals(before.watched(), run.watchedAt())) {
        seen.put(run.id(), new Seen(run.watchedAt(), now));
      } else if (before.since().plus(patience).isBefore(now)) {
        runs.stop(run.id(), StopReason.UNWATCHED);
      }
    }
  }
}
