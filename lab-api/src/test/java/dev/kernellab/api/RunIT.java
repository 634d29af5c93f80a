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
import dev.kernellab.protocol.RunRequest;
import dev.kernellab.protocol.RunState;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// What becomes of a run, and what can be done to it on the way.
@Timeout(60)
@ParameterizedClass
@EnumSource(TestDatabase.class)
class RunIT {
  @Parameter private TestDatabase database;

  @TempDir private static Path home;
  private static final ScriptedRunner runner = new ScriptedRunner();
  private static Lab lab;

  @BeforeParameterizedClassInvocation
  static void start(TestDatabase database) {
    runner.script("waits", RunIT::runAndWait);
    lab = Lab.start(home, runner, database.fresh(), "lab.runs.workers=1");
  }

  @BeforeEach
  void forget() {
    runner.started().clear();
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    lab.close();
  }

  private static RunOutcome runAndWait(ScriptedRunner.Stage stage) throws InterruptedException {
    stage.say(new RunEvent.StateChanged(RunState.RUNNING, stage.request().attempt()));
    stage.say(new RunEvent.SerialOutput("attempt " + stage.request().attempt()));
    stage.awaitWish();
    return ScriptedRunner.COMPLETED;
  }

  @Test
  void endedTellsHowItWentAndHowLongItTook() {
    String run = lab.submit("ends at once");
    SentEvent ended = lab.eventsAfter(run, 0).getLast();

    assertThat(ended.data().path("outcome").path("kind").asString()).isEqualTo("COMPLETED");
    assertThat(ended.data().path("verdict").path("max").asInt()).isPositive();
    JsonNode row = lab.json("/api/v1/runs/" + run);
    assertThat(row.path("state").asString()).isEqualTo("ENDED");
    assertThat(row.path("outcome")).isEqualTo(ended.data().path("outcome"));
    assertThat(row.path("verdict")).isEqualTo(ended.data().path("verdict"));
    assertThat(row.path("attempt").asInt()).isEqualTo(1);
    assertThat(row.path("evidence").path("sha256").asString()).matches("[0-9a-f]{64}");
    assertThat(row.path("evidence").path("bytes").asLong()).isPositive();
    assertThat(row.path("timings").path("totalMs").isNumber()).isTrue();
    assertThat(row.path("timings").has("buildMs")).isFalse();
    assertThat(row.has("trace")).as("nobody takes traces here").isFalse();
    JsonNode verdict = lab.json("/api/v1/runs/" + run + "/verdict");
    assertThat(verdict.path("score")).isEqualTo(row.path("verdict").path("score"));
    assertThat(verdict.path("checks").path(0).path("status").asString()).isEqualTo("NOT_RUN");
    assertThat(lab.json("/api/v1/runs/" + run + "/profile").path("name").asString())
        .isEqualTo("memory-manager");
  }

  @Test
  void isToldTheRunnerAsTheAssignmentHasItAndNothingMore() {
    lab.eventsAfter(lab.submit("a"), 0);
    RunRequest request = runner.started().getFirst();
    assertThat(request.attempt()).isEqualTo(1);
    assertThat(request.profile().name()).isEqualTo("memory-manager");
    assertThat(request.stopAt()).isPresent();
  }

  @Test
  void underWayCanBeStopped() {
    String run = lab.submit("waits");
    try (EventReader events = lab.watch(run, 0)) {
      events.until("serial");
      assertThat(delete(run).statusCode()).isEqualTo(202);
      SentEvent ended = events.until("ended");
      assertThat(ended.data().path("outcome").path("code").asString()).isEqualTo("CANCELLED");
      assertThat(ended.data().has("verdict")).isFalse();
    }
    assertThat(lab.json("/api/v1/runs/" + run).path("evidence").has("sha256")).isFalse();
    assertThat(lab.get("/api/v1/runs/" + run + "/verdict").body()).contains("VERDICT_NONE");
    assertThat(delete(run).statusCode()).isEqualTo(202);
  }

  @Test
  void interactiveIsOverWhenItsTimeIs() {
    var over = new RunOutcome(RunOutcome.Kind.CANCELLED, "SESSION_OVER", "It lasted its 300 s.");
    runner.script("session", stage -> over);
    SentEvent ended = lab.eventsAfter(lab.submit("session"), 0).getLast();
    assertThat(ended.data().path("outcome").path("code").asString()).isEqualTo("SESSION_OVER");
    assertThat(ended.data().path("outcome").path("message").asString()).contains("300 s");
    assertThat(runner.started()).hasSize(1);
  }

  @Test
  void waitingForAWorkerCanBeStoppedAndNeverStarts() {
    String first = lab.submit("waits");
    try (EventReader events = lab.watch(first, 0)) {
      events.until("serial");
      String second = lab.submit("waits");
      assertThat(lab.get("/api/v1/runs/" + second + "/verdict").body()).contains("VERDICT_NOT_YET");
      delete(second);
      assertThat(lab.eventsAfter(second, 0))
          .extracting(SentEvent::name)
          .containsExactly("state", "ended");
      assertThat(lab.get("/api/v1/runs/" + second).body()).contains("\"state\":\"ENDED\"");
      delete(first);
      events.until("ended");
    }
    lab.eventsAfter(lab.submit("after both"), 0);
    assertThat(runner.started()).hasSize(2);
  }

  @Test
  void thatHasNoMachineCannotBeTypedTo() {
    String run = lab.submit("ends at once", "mode", "interactive");
    lab.eventsAfter(run, 0);
    for (String call : List.of("/input", "/snapshots")) {
      HttpResponse<String> response =
          lab.send(
              lab.request("/api/v1/runs/" + run + call)
                  .header("Content-Type", "text/plain")
                  .POST(BodyPublishers.ofString("x")));
      assertThat(response.statusCode()).isEqualTo(409);
      assertThat(response.body()).contains("RUN_NOT_LIVE");
    }
  }

  @Test
  void thatIsGradedTakesNoInput() {
    String run = lab.submit("waits");
    HttpResponse<String> response =
        lab.send(
            lab.request("/api/v1/runs/" + run + "/input")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString("x")));
    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(response.body()).contains("RUN_GRADED");
    delete(run);
    lab.eventsAfter(run, 0);
  }

  @Test
  void thatIsInteractiveHasMoreTimeAndEarnsNothing() {
    String run = lab.submit("ends at once", "mode", "interactive");
    assertThat(lab.eventsAfter(run, 0).getLast().data().has("verdict")).isFalse();
    assertThat(runner.started().getLast().budgets().wallSeconds()).isEqualTo(300);
  }

  @Test
  void thatTheLabFailsIsBegunAgain() {
    runner.script(
        "fails once",
        stage -> {
          stage.say(new RunEvent.SerialOutput("attempt " + stage.request().attempt()));
          return stage.request().attempt() == 1
              ? ScriptedRunner.LAB_FAULT
              : ScriptedRunner.COMPLETED;
        });
    String run = lab.submit("fails once");
    List<SentEvent> events = lab.eventsAfter(run, 0);

    assertThat(events)
        .extracting(SentEvent::name)
        .containsExactly("state", "serial", "state", "serial", "state", "verdict", "ended");
    assertThat(events.get(2).data().toString())
        .isEqualTo("{\"state\":\"QUEUED\",\"attempt\":2,\"because\":\"MONITOR\"}");
    assertThat(lab.get("/api/v1/runs/" + run + "/serial").body()).isEqualTo("attempt 2");
  }

  @Test
  void thatTheLabFailsAgainAndAgainIsGivenUpAndNotGraded() {
    runner.script("fails", stage -> ScriptedRunner.LAB_FAULT);
    String run = lab.submit("fails");
    SentEvent ended = lab.eventsAfter(run, 0).getLast();

    assertThat(ended.data().path("outcome").path("kind").asString()).isEqualTo("LAB_FAULT");
    assertThat(ended.data().has("verdict")).isFalse();
    assertThat(runner.started()).extracting(RunRequest::attempt).containsExactly(1, 2, 3);
  }

  private HttpResponse<String> delete(String run) {
    return lab.send(lab.request("/api/v1/runs/" + run).DELETE());
  }
}
