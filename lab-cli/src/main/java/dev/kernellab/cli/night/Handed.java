// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.night;

import dev.kernellab.cli.ServerSentEvents.Event;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One submission of the night and what became of it.
final class Handed {
  private static final JsonMapper JSON = JsonMapper.shared();

  final Plan.Planned planned;
  volatile @Nullable String run;
  private volatile @Nullable JsonNode end;

  Handed(Plan.Planned planned) {
    this.planned = planned;
  }

  /// Told every event of its run.
  void hear(Event event) {
    if (event.name().equals("ended")) {
      end = JSON.readTree(event.data());
    }
  }

  boolean hasEnded() {
    return end != null;
  }

  boolean isLabFault() {
    JsonNode it = end;
    return it != null && it.path("outcome").path("kind").asString("").equals("LAB_FAULT");
  }

  /// The mark that its stream ended with is the one that it must be given.
  boolean isRight() {
    JsonNode it = end;
    return it != null && it.path("verdict").path("score").asDouble(-1) == planned.score();
  }
}
