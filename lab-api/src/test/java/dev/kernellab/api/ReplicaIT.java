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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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
  void oneIsAtTheControlsWhicheverReplicaServesThem() {
    String run = first.submit("echoes", "mode", "interactive");
    try (EventReader events = first.watch(run, 0)) {
      events.until("serial");
      Lab other = otherThanTheOwnerOf(run);
      Lab owner = other == first ? second : first;
      String page = "/api/v1/runs/" + run;
      JsonNode taken = json(control(other, page, "", "?name=Ada"));
      String token = taken.path("token").asString();
      assertThat(taken.path("mine").asBoolean()).isTrue();

      assertThat(owner.json(page + "/control").path("name").asString()).isEqualTo("Ada");
      assertThat(owner.json(page + "/control").has("token")).isFalse();
      assertThat(control(owner, page, "", "").body()).contains("RUN_CONTROLLED", "Ada is at the");
      assertThat(control(owner, page, token, "?name=Ada").statusCode()).isEqualTo(200);
      for (String call : List.of("/pause", "/step", "/continue")) {
        assertThat(act(owner, page + call, "").body()).contains("RUN_CONTROLLED");
        assertThat(act(other, page + call, token).statusCode()).isEqualTo(202);
        assertThat(events.until("serial").data().path("text").asString())
            .isEqualTo(call.substring(1));
      }
      assertThat(other.get(page + "/screen").body()).isEqualTo("\1\2\3\4");
      assertThat(other.json(page + "/memory?address=0x10&length=4").path("bytes").asString())
          .isEqualTo("10111213");
      assertThat(other.get(page + "/memory?address=0x10&length=65537").body())
          .contains("PARAMETER_INVALID", "length: expected 1 to 65536");
      other.send(other.request(page + "/control").header("Kernel-Lab-Control", token).DELETE());
      assertThat(act(owner, page + "/pause", "").statusCode()).isEqualTo(202);
      delete(owner, run);
    }
  }

  private static HttpResponse<String> control(Lab lab, String page, String token, String query) {
    return act(lab, page + "/control" + query, token);
  }

  private static HttpResponse<String> act(Lab lab, String path, String token) {
    return lab.send(
        lab.request(path).header("Kernel-Lab-Control", token).POST(BodyPublishers.noBody()));
  }

  private static JsonNode json(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(200);
    return JsonMapper.shared().readTree(response.body());
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
