// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Follows one run to its end, over broken connections too.
public final class RunFollower {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final LabClient client;

  public RunFollower(LabClient client) {
    this.client = client;
  }

  /// @param listener is given name and data of each event, the last one included
  /// @return the data of `ended`
  /// @throws LabProblem when the lab has not answered for a while
  public JsonNode untilEnd(String run, BiConsumer<String, JsonNode> listener) {
    long last = 0;
    long givenUpAt = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try (ServerSentEvents events = new ServerSentEvents(client.events(run, last))) {
        for (var event = events.next(); event != null; event = events.next()) {
          JsonNode data = JSON.readTree(event.data());
          listener.accept(event.name(), data);
          if (event.name().equals("ended")) {
            return data;
          }
          last = event.id();
          givenUpAt = System.nanoTime() + PATIENCE.toNanos();
        }
      } catch (IOException broken) {
        if (System.nanoTime() > givenUpAt) {
          throw new LabProblem(
              "The lab has not answered for "
                  + PATIENCE.toSeconds()
                  + " s. The run goes on without us:"
                  + " ./lab watch "
                  + run,
              broken);
        }
      }
      LockSupport.parkNanos(Duration.ofMillis(500).toNanos()); // the lab may be restarting
    }
  }
}
