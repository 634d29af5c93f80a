// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kernellab.api.lab.Lab;
import dev.kernellab.api.lab.OtlpReceiver;
import dev.kernellab.api.lab.ScriptedRunner;
import dev.kernellab.grading.fixture.DrawnRun;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.protocol.RunState;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What whoever takes the lab's traces gets to see of a run.
@Timeout(60)
class TraceIT {
  @TempDir private Path home;
  private final ScriptedRunner runner = new ScriptedRunner();
  private OtlpReceiver receiver;

  @BeforeEach
  void listen() throws IOException {
    receiver = OtlpReceiver.start();
    runner.script("needs two attempts", TraceIT::faultThenWholeRun);
  }

  @AfterEach
  void close() {
    receiver.close();
  }

  private Lab start(String endpoint) {
    return Lab.start(home, runner, "lab.traces.endpoint=" + endpoint);
  }

  private static RunOutcome faultThenWholeRun(ScriptedRunner.Stage stage) {
    int attempt = stage.request().attempt();
    for (RunState state : List.of(RunState.BUILDING, RunState.BOOTING, RunState.RUNNING)) {
      letTimePass();
      stage.say(new RunEvent.StateChanged(state, attempt));
      if (attempt == 1) {
        return ScriptedRunner.LAB_FAULT;
      }
    }
    letTimePass();
    stage.say(new RunEvent.CheckpointReached("checkpoint_idle", 1, new LinearAddress(16), 99L));
    letTimePass();
    stage.say(new RunEvent.SnapshotTaken(new DrawnRun().checkpoint("checkpoint_idle")));
    letTimePass();
    return ScriptedRunner.COMPLETED;
  }

  /// So that no stage has a length of zero, which any wrong time would have too.
  private static void letTimePass() {
    long from = System.currentTimeMillis();
    while (System.currentTimeMillis() < from + 3) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aTreeFromTheRequestToTheVerdict() throws Exception {
    try (Lab lab = start(receiver.url() + "/")) {
      String run = lab.submit("needs two attempts");
      lab.eventsAfter(run, 0);
      List<Span> spans = receiver.awaitTrace(firstHalfOfSha256(run));

      assertThat(spans)
          .extracting(span -> path(span, spans))
          .containsExactlyInAnyOrder(
              "POST /api/v1/submissions",
              "POST /api/v1/submissions > run",
              "POST /api/v1/submissions > run > attempt 1",
              "POST /api/v1/submissions > run > attempt 1 > queue",
              "POST /api/v1/submissions > run > attempt 1 > build",
              "POST /api/v1/submissions > run > attempt 2",
              "POST /api/v1/submissions > run > attempt 2 > queue",
              "POST /api/v1/submissions > run > attempt 2 > build",
              "POST /api/v1/submissions > run > attempt 2 > boot",
              "POST /api/v1/submissions > run > attempt 2 > observe",
              "POST /api/v1/submissions > run > attempt 2 > observe > snapshot",
              "POST /api/v1/submissions > run > attempt 2 > grade");
      assertThat(receiver.services()).containsOnly("kernel-lab");
      JsonNode row = lab.json("/api/v1/runs/" + run);
      assertThat(row.path("trace").asString()).isEqualTo(firstHalfOfSha256(run));
      assertTells(named("run", spans), row);
      assertTimes(spans, row);
    }
  }

  private static void assertTells(Span run, JsonNode row) {
    assertThat(attributes(run))
        .containsEntry("lab.run", row.path("id").asString())
        .containsEntry("lab.submission", row.path("submission").asString())
        .containsEntry("lab.assignment", "memory-manager")
        .containsEntry("lab.mode", "graded")
        .containsEntry("lab.attempts", "2")
        .containsEntry("lab.outcome", "LAST_CHECKPOINT")
        .containsEntry("lab.score", row.path("verdict").path("score").asString())
        .containsEntry("lab.score.max", row.path("verdict").path("max").asString());
    assertThat(run.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_UNSET);
  }

  /// Against the times in the run's row, which are written down by other code.
  private static void assertTimes(List<Span> spans, JsonNode row) {
    List<Span> second =
        spans.stream().filter(span -> path(span, spans).contains("attempt 2")).toList();
    JsonNode timings = row.path("timings");
    assertThat(millis(named("build", second))).isEqualTo(timings.path("buildMs").asLong());
    assertThat(millis(named("boot", second))).isEqualTo(timings.path("bootMs").asLong());
    assertThat(millis(named("observe", second))).isEqualTo(timings.path("runMs").asLong());
    assertThat(millis(named("grade", second))).isEqualTo(timings.path("gradeMs").asLong());
    assertThat(millis(named("build", second))).isPositive();
    assertThat(millis(named("snapshot", second))).isBetween(3L, millis(named("observe", second)));
    long created = Instant.parse(row.path("createdAt").asString()).toEpochMilli();
    assertThat(named("run", spans).getStartTimeUnixNano())
        .isEqualTo(TimeUnit.MILLISECONDS.toNanos(created));
    Span root = spans.stream().filter(it -> it.getParentSpanId().isEmpty()).findAny().orElseThrow();
    assertThat(root.getStartTimeUnixNano())
        .isLessThanOrEqualTo(named("run", spans).getStartTimeUnixNano());
    for (Span span : spans) {
      assertThat(span.getEndTimeUnixNano()).isGreaterThanOrEqualTo(span.getStartTimeUnixNano());
      Span parent = parent(span, spans);
      if (parent != null && parent != root) { // the answer does not wait for the run
        assertThat(span.getStartTimeUnixNano())
            .isGreaterThanOrEqualTo(parent.getStartTimeUnixNano());
        assertThat(span.getEndTimeUnixNano()).isLessThanOrEqualTo(parent.getEndTimeUnixNano());
      }
    }
  }

  @Test
  void saysWhatHappenedAndWhatTheLabFailed() throws Exception {
    try (Lab lab = start(receiver.url().toString())) {
      String run = lab.submit("needs two attempts");
      lab.eventsAfter(run, 0);
      List<Span> spans = receiver.awaitTrace(firstHalfOfSha256(run));

      assertThat(named("observe", spans).getEventsList())
          .extracting(Span.Event::getName)
          .containsExactly("checkpoint");
      assertThat(attributes(named("observe", spans).getEvents(0).getAttributesList()))
          .containsEntry("lab.name", "checkpoint_idle")
          .containsEntry("lab.instructions", "99");
      assertThat(attributes(named("snapshot", spans)))
          .containsEntry("lab.checkpoint", "checkpoint_idle");
      assertThat(named("grade", spans).getEventsList())
          .extracting(Span.Event::getName)
          .containsExactly("verdict");
      assertThat(spans)
          .filteredOn(it -> it.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR)
          .extracting(it -> path(it, spans))
          .containsExactly("POST /api/v1/submissions > run > attempt 1");
    }
  }

  @Test
  void aRequestThatWasRepeatedMadeOneRunAndOneRoot() throws Exception {
    try (Lab lab = start(receiver.url().toString())) {
      JsonNode made = submit(lab, "key");
      assertThat(submit(lab, "key").path("id")).isEqualTo(made.path("id"));
      String first = made.path("run").path("id").asString();
      lab.eventsAfter(first, 0);
      String again =
          read(
                  lab.request("/api/v1/submissions/" + made.path("id").asString() + "/runs")
                      .POST(BodyPublishers.noBody()),
                  lab)
              .path("id")
              .asString();
      lab.eventsAfter(again, 0);
      List<Span> spans = receiver.awaitTrace(firstHalfOfSha256(again));
      assertThat(named("POST /api/v1/submissions/{id}/runs", spans)).isNotNull();
      assertThat(receiver.awaitTrace(firstHalfOfSha256(first)))
          .filteredOn(it -> it.getParentSpanId().isEmpty())
          .hasSize(1);
    }
  }

  private static JsonNode submit(Lab lab, String key) {
    return read(lab.submissionRequest(Lab.elf("a")).header("Idempotency-Key", key), lab);
  }

  private static JsonNode read(HttpRequest.Builder request, Lab lab) {
    return JsonMapper.shared().readTree(lab.send(request).body());
  }

  @Test
  void whoeverTakesThemMayBeDeafAndNobodyNotices() throws IOException {
    try (var deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Instant before;
      try (Lab lab = start("http://localhost:" + deaf.getLocalPort())) {
        for (int i = 0; i < 3; i++) {
          String run = lab.submit("a");
          lab.eventsAfter(run, 0);
          assertThat(lab.json("/api/v1/runs/" + run).path("outcome").path("kind").asString())
              .isEqualTo("COMPLETED");
        }
        before = Instant.now();
      }
      assertThat(Instant.now()).as("closed").isBefore(before.plusSeconds(10));
    }
  }

  private static String path(Span span, List<Span> all) {
    Span parent = parent(span, all);
    String name = span.getName();
    String told = name.equals("attempt") ? name + " " + attributes(span).get("lab.attempt") : name;
    return parent == null ? told : path(parent, all) + " > " + told;
  }

  private static @Nullable Span parent(Span span, List<Span> all) {
    ByteString id = span.getParentSpanId();
    return id.isEmpty()
        ? null
        : all.stream().filter(it -> it.getSpanId().equals(id)).findAny().orElseThrow();
  }

  private static Span named(String name, List<Span> spans) {
    return spans.stream().filter(it -> it.getName().equals(name)).findAny().orElseThrow();
  }

  private static long millis(Span span) {
    return TimeUnit.NANOSECONDS.toMillis(span.getEndTimeUnixNano() - span.getStartTimeUnixNano());
  }

  private static Map<String, String> attributes(Span span) {
    return attributes(span.getAttributesList());
  }

  private static Map<String, String> attributes(List<KeyValue> pairs) {
    return pairs.stream()
        .collect(
            toMap(
                KeyValue::getKey,
                it ->
                    it.getValue().hasIntValue()
                        ? Long.toString(it.getValue().getIntValue())
                        : it.getValue().getStringValue()));
  }

  private static String firstHalfOfSha256(String text) throws NoSuchAlgorithmException {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
    return HexFormat.of().formatHex(Arrays.copyOf(hash, 16));
  }
}
