// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.night;

import dev.kernellab.cli.ServerSentEvents.Event;
import dev.kernellab.cli.crowd.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// When what was killed had a run, and when that run was under way again.
final class Restarts {
  private static final JsonMapper JSON = JsonMapper.shared();

  /// Nobody notices a death later than this.
  private static final long LATEST = Duration.ofSeconds(60).toNanos();

  private final List<Kill> kills = new ArrayList<>();
  private final List<Restart> restarts = new ArrayList<>();

  /// @param at by [System#nanoTime]
  record Kill(What what, long at) {}

  enum What {
    RUNNER("a runner dies"),
    API("a replica dies");

    private final String words;

    What(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /// @param lost when the lab said that the attempt before was lost
  /// @param began when the next one began
  private record Restart(long lost, long began) {}

  synchronized void killed(What what) {
    kills.add(new Kill(what, System.nanoTime()));
  }

  synchronized List<Kill> kills() {
    return List.copyOf(kills);
  }

  private synchronized void restarted(long lost) {
    restarts.add(new Restart(lost, System.nanoTime()));
  }

  /// To be told the events of one run, or of one run after the other.
  Consumer<Event> watch() {
    return new Consumer<>() {
      private long lost;

      @Override
      public void accept(Event event) {
        if (!event.name().equals("state")) {
          return;
        }
        JsonNode state = JSON.readTree(event.data());
        boolean waits = state.path("state").asString("").equals("QUEUED");
        if (waits) {
          lost = state.path("attempt").asInt() > 1 ? System.nanoTime() : 0;
        } else if (lost != 0) {
          restarted(lost);
          lost = 0;
        }
      }
    };
  }

  /// From the kill until the run was under way again, of each run that such a kill cost an attempt.
  synchronized Samples after(What what) {
    var samples = new Samples();
    for (Restart restart : restarts) {
      cause(restart)
          .filter(kill -> kill.what == what)
          .ifPresent(kill -> samples.addNanos(restart.began - kill.at));
    }
    return samples;
  }

  /// Attempts lost with no kill to blame.
  synchronized long unexplained() {
    return restarts.stream().filter(restart -> cause(restart).isEmpty()).count();
  }

  private Optional<Kill> cause(Restart restart) {
    return kills.stream()
        .filter(kill -> kill.at <= restart.lost && restart.lost - kill.at < LATEST)
        .reduce((earlier, later) -> later);
  }
}
