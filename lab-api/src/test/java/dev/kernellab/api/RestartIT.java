// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.api.lab.EventReader;
import dev.kernellab.api.lab.Lab;
import dev.kernellab.api.lab.ScriptedRunner;
import dev.kernellab.api.lab.SentEvent;
import dev.kernellab.api.lab.TestDatabase;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.protocol.RunState;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// What becomes of runs when the lab is stopped and started, and when everybody leaves.
@Timeout(60)
@ParameterizedClass
@EnumSource(TestDatabase.class)
class RestartIT {
  @TempDir private Path home;
  private final ScriptedRunner runner = new ScriptedRunner();
  private Lab lab;

  @Parameter private TestDatabase kind;
  private List<String> database;

  @BeforeEach
  void start() {
    database = kind.fresh();
    runner.script("waits", RestartIT::runAndWait);
    lab = Lab.start(home, runner, database, "lab.runs.workers=1");
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  private static RunOutcome runAndWait(ScriptedRunner.Stage stage) throws InterruptedException {
    stage.say(new RunEvent.StateChanged(RunState.RUNNING, stage.request().attempt()));
    stage.say(new RunEvent.SerialOutput("attempt " + stage.request().attempt()));
    stage.awaitWish();
    return ScriptedRunner.COMPLETED;
  }

  @Test
  void survivesARestartOfTheLabWhenItHasEnded() {
    String run = lab.submit("ends at once");
    List<SentEvent> before = lab.eventsAfter(run, 0);
    JsonNode row = lab.json("/api/v1/runs/" + run);
    restart();

    assertThat(lab.eventsAfter(run, 0)).isEqualTo(before);
    assertThat(lab.json("/api/v1/runs/" + run)).isEqualTo(row);
  }

  @Test
  void underWayWhenTheLabStopsStartsOverWithItAndItsViewersResume() {
    String run = lab.submit("waits");
    List<SentEvent> seen;
    try (EventReader events = lab.watch(run, 0)) {
      events.until("serial");
      restart();
      seen = events.untilEnd(); // the stream ended, the run did not
    }
    assertThat(seen).extracting(SentEvent::name).doesNotContain("ended");

    try (EventReader events = lab.watch(run, 3)) {
      SentEvent state = events.until("state");
      assertThat(state.data().toString())
          .isEqualTo("{\"state\":\"QUEUED\",\"attempt\":2,\"because\":\"STOPPED_WITH_THE_LAB\"}");
      assertThat(events.until("serial").data().path("text").asString()).isEqualTo("attempt 2");
      delete(run);
      events.until("ended");
    }
    List<SentEvent> all = lab.eventsAfter(run, 0);
    assertThat(all)
        .extracting(SentEvent::id)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, all.size()).boxed().toList());
  }

  @Test
  void aRestartIsNotTheRunsFault() {
    String run = lab.submit("waits");
    for (int attempt = 1; attempt <= 5; attempt++) {
      try (EventReader events = lab.watch(run, 0)) {
        awaitSerial(events, "attempt " + attempt);
      }
      restart();
    }
    try (EventReader events = lab.watch(run, 0)) {
      awaitSerial(events, "attempt 6");
    }
  }

  @Test
  void interactiveEndsWhenNobodyWatchesAnyMore() {
    lab.close();
    lab = Lab.start(home, runner, database, "lab.runs.unwatched=200ms");
    String run = lab.submit("waits", "mode", "interactive");
    try (EventReader events = lab.watch(run, 0)) {
      events.until("serial");
    }
    SentEvent ended = awaitEnd(run);
    assertThat(ended.data().path("outcome").path("code").asString()).isEqualTo("UNWATCHED");
  }

  /// Looks without watching.
  private SentEvent awaitEnd(String run) {
    while (!lab.json("/api/v1/runs/" + run).path("state").asString().equals("ENDED")) {
      Thread.onSpinWait();
    }
    return lab.eventsAfter(run, 0).getLast();
  }

  private static void awaitSerial(EventReader events, String text) {
    while (!events.until("serial").data().path("text").asString().equals(text)) {
      // an older attempt's
    }
  }

  private void restart() {
    lab.close();
    lab = Lab.start(home, runner, database, "lab.runs.workers=1");
  }

  private HttpResponse<String> delete(String run) {
    return lab.send(lab.request("/api/v1/runs/" + run).DELETE());
  }
}
