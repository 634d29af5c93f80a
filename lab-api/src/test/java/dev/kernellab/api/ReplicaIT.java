// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.api.lab.EventReader;
import dev.kernellab.api.lab.Lab;
import dev.kernellab.api.lab.Postgres;
import dev.kernellab.api.lab.ReplicaProcess;
import dev.kernellab.api.lab.ScriptedRunner;
import dev.kernellab.api.lab.SentEvent;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.protocol.RunRequest;
import dev.kernellab.protocol.RunState;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Two labs on one PostgreSQL and one folder of blobs: to a client they are one.
@Timeout(90)
@Execution(ExecutionMode.CONCURRENT)
class ReplicaIT {
  private static final Duration MOST_UNTIL_ELSEWHERE = Duration.ofSeconds(30);
  private static final String[] SETTINGS = {
    "lab.runs.workers=1", "lab.heartbeat=100ms", "lab.runs.unwatched=3s"
  };

  @TempDir private Path home;
  private final List<String> database = Postgres.shared().newDatabase();
  private final ScriptedRunner firstRunner = new ScriptedRunner();
  private final ScriptedRunner secondRunner = new ScriptedRunner();
  private Lab first;
  private Lab second;

  @BeforeEach
  void start() {
    for (ScriptedRunner runner : List.of(firstRunner, secondRunner)) {
      runner.script("echoes", ReplicaIT::echo);
    }
    first = Lab.start(home, firstRunner, database, SETTINGS);
    second = Lab.start(home, secondRunner, database, SETTINGS);
  }

  @AfterEach
  void stop() {
    first.close();
    second.close();
  }

  private static RunOutcome echo(ScriptedRunner.Stage stage) throws InterruptedException {
    stage.say(new RunEvent.StateChanged(RunState.RUNNING, stage.request().attempt()));
    stage.say(new RunEvent.SerialOutput("> "));
    while (true) {
      stage.say(new RunEvent.SerialOutput(stage.awaitWish()));
    }
  }

  /// Whoever has begun it: either may.
  private Lab otherThanTheOwnerOf(String run) {
    return firstRunner.started().stream().map(RunRequest::run).anyMatch(run::equals)
        ? second
        : first;
  }

  @Test
  void anyServesWatchesTypesIntoAndStopsARunOfTheOther() {
    String run = first.submit("echoes", "mode", "interactive");
    try (EventReader early = first.watch(run, 0)) {
      early.until("serial");
      Lab other = otherThanTheOwnerOf(run);
      try (EventReader events = other.watch(run, 0)) {
        assertThat(events.until("serial").data().path("text").asString()).isEqualTo("> ");
        for (String line : List.of("a\r", "b\r", "c\r", "\u0000\u00ff")) {
          assertThat(type(other, run, line).statusCode()).isEqualTo(202);
        }
        for (String line : List.of("a\r", "b\r", "c\r", "\u0000\u00ff")) {
          assertThat(events.until("serial").data().path("text").asString()).isEqualTo(line);
        }
        var asked =
            other.request("/api/v1/runs/" + run + "/snapshots").POST(BodyPublishers.noBody());
        assertThat(other.send(asked).statusCode()).isEqualTo(202);
        assertThat(events.until("serial").data().path("text").asString()).isEqualTo("capture");

        assertThat(delete(other, run).statusCode()).isEqualTo(202);
        SentEvent ended = events.until("ended");
        assertThat(ended.data().path("outcome").path("code").asString()).isEqualTo("CANCELLED");
        assertThat(type(other, run, "x").body()).contains("RUN_NOT_LIVE");
      }
    }
    assertThat(first.eventsAfter(run, 0)).isEqualTo(second.eventsAfter(run, 0));
  }

  @Test
  void aRunIsWatchedWhereverItsViewersAre() {
    String run = first.submit("echoes", "mode", "interactive");
    try (EventReader early = first.watch(run, 0)) {
      early.until("serial");
    }
    try (EventReader events = otherThanTheOwnerOf(run).watch(run, 2)) {
      events.until("serial");
      for (int beats = 0; beats < 50; beats++) { // five seconds, of three that would be too long
        events.comments().clear();
        events.awaitComment();
      }
    }
    assertThat(first.json("/api/v1/runs/" + run).path("state").asString()).isEqualTo("RUNNING");
    while (!first.json("/api/v1/runs/" + run).path("state").asString().equals("ENDED")) {
      Thread.onSpinWait();
    }
    assertThat(first.eventsAfter(run, 0).getLast().data().toString()).contains("UNWATCHED");
  }

  @Test
  void aRunOfAReplicaThatIsKilledGoesOnElsewhereAndIsGradedOnce() {
    List<String> busy = List.of(first.submit("echoes"), first.submit("echoes"));
    busy.forEach(this::awaitSerial); // the one worker of each has something to do
    try (ReplicaProcess doomed = ReplicaProcess.start(home, database, SETTINGS)) {
      String run = doomed.lab().submit("any");
      long seen;
      try (EventReader events = first.watch(run, 0)) {
        seen = events.until("serial").id();
        doomed.kill();
        Instant killed = Instant.now();
        busy.forEach(it -> delete(first, it));
        events.until("state");
        assertThat(Duration.between(killed, Instant.now())).isLessThan(MOST_UNTIL_ELSEWHERE);
        events.until("ended");
      }
      List<SentEvent> all = first.eventsAfter(run, 0);
      assertThat(all)
          .extracting(SentEvent::name)
          .containsExactly("state", "state", "serial", "state", "state", "verdict", "ended");
      assertThat(all.get((int) seen).data().toString())
          .isEqualTo("{\"state\":\"QUEUED\",\"attempt\":2,\"because\":\"ABANDONED\"}");
      assertThat(all)
          .extracting(SentEvent::id)
          .containsExactlyElementsOf(LongStream.rangeClosed(1, all.size()).boxed().toList());
      assertThat(Stream.of(firstRunner, secondRunner).flatMap(it -> it.started().stream()))
          .filteredOn(it -> it.run().equals(run))
          .extracting(RunRequest::attempt)
          .containsExactly(2);
    }
  }

  private void awaitSerial(String run) {
    try (EventReader events = first.watch(run, 0)) {
      events.until("serial");
    }
  }

  private static HttpResponse<String> delete(Lab lab, String run) {
    return lab.send(lab.request("/api/v1/runs/" + run).DELETE());
  }

  private static HttpResponse<String> type(Lab lab, String run, String text) {
    return lab.send(
        lab.request("/api/v1/runs/" + run + "/input")
            .header("Content-Type", "text/plain")
            .POST(BodyPublishers.ofByteArray(text.getBytes(StandardCharsets.ISO_8859_1))));
  }
}
