// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.api.lab.EventReader;
import dev.kernellab.api.lab.Lab;
import dev.kernellab.api.lab.Postgres;
import dev.kernellab.api.lab.ScriptedRunner;
import dev.kernellab.api.lab.SentEvent;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunOutcome;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// PostgreSQL is stopped under a lab that is at work, and started again.
@Timeout(180)
@Execution(ExecutionMode.CONCURRENT)
class OutageIT {
  @TempDir private Path home;
  @TempDir private Path data;
  private final ScriptedRunner runner = new ScriptedRunner();
  private Postgres postgres;
  private Lab lab;

  @BeforeEach
  void start() {
    runner.script("waits", OutageIT::runAndWait);
    postgres = Postgres.start(data, 0);
    lab = Lab.start(home, runner, postgres.newDatabase(), "lab.heartbeat=100ms");
  }

  @AfterEach
  void stop() {
    lab.close();
    postgres.close();
  }

  private static RunOutcome runAndWait(ScriptedRunner.Stage stage) throws InterruptedException {
    stage.say(new RunEvent.SerialOutput("> "));
    stage.awaitWish();
    return ScriptedRunner.COMPLETED;
  }

  @Test
  void isSaidSoAndOverWhenItIsOver() {
    String before = lab.submit("ends at once");
    List<SentEvent> told = lab.eventsAfter(before, 0);
    String underWay = lab.submit("waits");
    try (EventReader events = lab.watch(underWay, 0)) {
      events.until("serial");
      int port = postgres.port();
      postgres.close();

      assertUnavailable(lab.submission(Lab.elf("lost")));
      assertUnavailable(lab.get("/api/v1/runs/" + before));
      assertThat(lab.get("/actuator/health/readiness").statusCode()).isEqualTo(503);
      assertThat(lab.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
      events.comments().clear();
      events.awaitComment(); // whoever watches is kept

      postgres = Postgres.start(data, port);
      while (lab.get("/actuator/health/db").statusCode() != 200) {
        Thread.onSpinWait();
      }
      assertThat(lab.eventsAfter(before, 0)).isEqualTo(told);
      assertThat(lab.json("/api/v1/submissions").path("items").size()).isEqualTo(2);
      lab.eventsAfter(lab.submit("ends at once"), 0);

      var stop = lab.request("/api/v1/runs/" + underWay).DELETE();
      assertThat(lab.send(stop).statusCode()).isEqualTo(202);
      assertThat(events.until("ended").data().toString()).contains("CANCELLED");
    }
    assertThat(lab.eventsAfter(underWay, 0))
        .extracting(SentEvent::id)
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, lab.eventsAfter(underWay, 0).size()).boxed().toList());
  }

  private static void assertUnavailable(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).contains("\"code\":\"STORAGE_UNAVAILABLE\"");
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(response.headers().firstValue("Retry-After")).isPresent();
  }
}
