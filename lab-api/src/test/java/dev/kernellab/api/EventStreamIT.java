// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.api.lab.EventReader;
import dev.kernellab.api.lab.Lab;
import dev.kernellab.api.lab.ScriptedRunner;
import dev.kernellab.api.lab.SentEvent;
import dev.kernellab.api.lab.TestDatabase;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.protocol.RunState;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
@ParameterizedClass
@EnumSource(TestDatabase.class)
class EventStreamIT {
  @Parameter private TestDatabase database;

  @TempDir private static Path home;
  private static final ScriptedRunner runner = new ScriptedRunner();
  private static Lab lab;

  @BeforeParameterizedClassInvocation
  static void start(TestDatabase database) {
    runner.script("talks", EventStreamIT::talk);
    runner.script("waits", EventStreamIT::waitForWish);
    runner.script("floods", EventStreamIT::flood);
    lab = Lab.start(home, runner, database.fresh(), "lab.heartbeat=100ms", "lab.patience=1s");
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    lab.close();
  }

  private static RunOutcome talk(ScriptedRunner.Stage stage) {
    stage.say(new RunEvent.StateChanged(RunState.BUILDING, 1));
    stage.say(new RunEvent.BuildOutput("cc -c böot.S\n\u2028\ud800"));
    stage.say(new RunEvent.StateChanged(RunState.BOOTING, 1));
    stage.say(new RunEvent.StateChanged(RunState.RUNNING, 1));
    stage.say(new RunEvent.SerialOutput("Kernel Lab\r\nid: 99\n\nevent: verdict\u0000\u00ff"));
    stage.say(
        new RunEvent.CheckpointReached(
            "checkpoint_boot_paging", 1, new LinearAddress(0x10020CL), 5_663_774L));
    return ScriptedRunner.COMPLETED;
  }

  private static RunOutcome waitForWish(ScriptedRunner.Stage stage) throws InterruptedException {
    stage.say(new RunEvent.StateChanged(RunState.RUNNING, 1));
    stage.say(new RunEvent.SerialOutput("> "));
    stage.say(new RunEvent.SerialOutput(stage.awaitWish()));
    return ScriptedRunner.COMPLETED;
  }

  private static RunOutcome flood(ScriptedRunner.Stage stage) {
    for (int i = 0; i < 400; i++) {
      stage.say(new RunEvent.SerialOutput("x".repeat(100_000)));
    }
    return ScriptedRunner.COMPLETED;
  }

  @Test
  void cutsAViewerThatTakesNothingAndLosesNothingOfTheRun() throws IOException {
    String run = lab.submit("floods");
    try (var socket = new Socket("localhost", lab.port())) {
      String request = "GET /api/v1/runs/" + run + "/events HTTP/1.1\r\nHost: localhost\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      assertThat(lab.eventsAfter(run, 0)).hasSize(1 + 400 + 3);

      awaitNoViewer();
      assertThat(socket.getInputStream().readAllBytes()).hasSizeLessThan(40_000_000);
    } catch (SocketException cut) {
      assertThat(cut).hasMessageContaining("reset");
    }
  }

  @Test
  void forgetsViewersThatLeaveBeforeTheirFirstEvent() throws IOException {
    String run = lab.submit("talks");
    lab.eventsAfter(run, 0);
    String request = "GET /api/v1/runs/" + run + "/events HTTP/1.1\r\nHost: localhost\r\n\r\n";
    for (int i = 0; i < 100; i++) {
      try (var socket = new Socket("localhost", lab.port())) {
        socket.setSoLinger(true, 0); // gone at once, not after a farewell
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      }
    }

    awaitNoViewer();
  }

  private static void awaitNoViewer() {
    while (!lab.get("/actuator/prometheus").body().contains("\nlab_viewers 0.0")) {
      Thread.onSpinWait();
    }
  }

  @Test
  void tellsARunInOrderAndEnds() {
    List<SentEvent> events = lab.eventsAfter(lab.submit("talks"), 0);

    assertThat(events)
        .extracting(SentEvent::name)
        .containsExactly(
            "state",
            "state",
            "build",
            "state",
            "state",
            "serial",
            "checkpoint",
            "state",
            "verdict",
            "ended");
    assertThat(events)
        .extracting(SentEvent::id)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, events.size()).boxed().toList());
    assertThat(events.stream().filter(it -> it.name().equals("state")))
        .extracting(it -> it.data().toString())
        .containsExactly(
            "{\"state\":\"QUEUED\",\"attempt\":1}",
            "{\"state\":\"BUILDING\",\"attempt\":1}",
            "{\"state\":\"BOOTING\",\"attempt\":1}",
            "{\"state\":\"RUNNING\",\"attempt\":1}",
            "{\"state\":\"GRADING\",\"attempt\":1}");
  }

  @Test
  void carriesWhateverTheGuestPrintedAsItsData() {
    List<SentEvent> events = lab.eventsAfter(lab.submit("talks"), 0);

    SentEvent serial = events.get(5);
    assertThat(serial.data().toString()).startsWith("{\"text\":").doesNotContain("\"type\"");
    assertThat(serial.data().path("text").asString())
        .isEqualTo("Kernel Lab\r\nid: 99\n\nevent: verdict\u0000\u00ff");
    assertThat(events.get(2).data().path("text").asString())
        .isEqualTo("cc -c böot.S\n\u2028\ud800");
    assertThat(events.get(6).data().toString())
        .isEqualTo(
            "{\"name\":\"checkpoint_boot_paging\",\"hit\":1,\"address\":\"0x0010020C\","
                + "\"instructions\":5663774}");
  }

  @Test
  void givesAResumingViewerExactlyWhatItHasNotSeen() {
    String run = lab.submit("talks");
    List<SentEvent> all = lab.eventsAfter(run, 0);

    for (int seen = 1; seen <= all.size(); seen++) {
      assertThat(lab.eventsAfter(run, seen)).isEqualTo(all.subList(seen, all.size()));
    }
  }

  @Test
  void isLiveAndSaysInBetweenThatItIsAlive() {
    String run = lab.submit("waits", "mode", "interactive");
    try (EventReader early = lab.watch(run, 0);
        EventReader late = lab.watch(run, 0)) {
      early.until("serial");
      SentEvent prompt = late.until("serial");
      late.awaitComment();

      var typed =
          lab.send(
              lab.request("/api/v1/runs/" + run + "/input")
                  .header("Content-Type", "text/plain")
                  .POST(BodyPublishers.ofString("ls\r")));
      assertThat(typed.statusCode()).isEqualTo(202);

      SentEvent echo = late.until("serial");
      assertThat(echo.id()).isEqualTo(prompt.id() + 1);
      assertThat(echo.data().path("text").asString()).isEqualTo("ls\r");
      assertThat(early.untilEnd()).extracting(SentEvent::name).endsWith("ended");
      assertThat(lab.get("/api/v1/runs/" + run + "/serial").body()).isEqualTo("> ls\r");
    }
  }

  @Test
  void saysWhatAProxyMustNotDo() {
    try (EventReader events = lab.watch(lab.submit("talks"), 0)) {
      var headers = events.response().headers();
      assertThat(headers.firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
      assertThat(headers.firstValue("Cache-Control")).hasValue("no-cache, no-transform");
      assertThat(headers.firstValue("X-Accel-Buffering")).hasValue("no");
    }
  }
}
