// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A runner's interface, by the letter of `docs/reference/runner.md`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(90)
class RunnerServiceIT {
  private static final long FOR_EVER = 1L << 50;
  private static final long A_SECOND_OR_SO = 2_000_000_000L;

  @TempDir static Path folder;
  private RunnerProcess runner;
  private byte[] neverStops;

  @BeforeAll
  void start() throws Exception {
    neverStops =
        Kernels.elf(
            LabProcess.ROOT.resolve("tests/kernels/never-stops"), folder.resolve("scratch"));
    runner = RunnerProcess.start(folder);
  }

  @AfterAll
  void stop() throws Exception {
    runner.close();
  }

  private void awaitIdle() throws Exception {
    while (runner.status().path("running").asInt() > 0) {
      runner.process().waitFor(20, TimeUnit.MILLISECONDS);
    }
  }

  private static JsonNode outcome(RunnerProcess.OpenRun run) throws Exception {
    return run.until("ended", "").path("outcome");
  }

  @Test
  void whenTheCallerGoesAwayNothingOfTheRunStays() throws Exception {
    List<ProcessHandle> machines;
    try (var run = runner.open(runner.run("left", 1, neverStops, FOR_EVER))) {
      assertThat(run.contentType()).startsWith("application/x-ndjson");
      run.until("state", "RUNNING");
      machines = runner.machines();
      assertThat(machines).isNotEmpty();
      assertThat(runner.status().path("running").asInt()).isOne();
    }
    for (ProcessHandle machine : machines) {
      machine.onExit().get(10, TimeUnit.SECONDS);
    }
    awaitIdle();
    assertNoFileStays();
  }

  private void assertNoFileStays() throws IOException {
    try (var files = Files.walk(runner.jobs())) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
  }

  /// From the first byte to the open answer there is no moment at which a place could get lost.
  @Test
  void aCallerWhoGoesAwayBeforeTheAnswerLeavesHisPlace() throws Exception {
    for (int caller = 0; caller < 200; caller++) {
      long nanoseconds = caller % 40 * 500_000L;
      runner.giveUp(runner.run("gave-up-" + caller, 1, neverStops, FOR_EVER), nanoseconds);
    }
    awaitIdle();
    assertNoFileStays();
  }

  @Test
  void aQuietRunIsKnownToBeAliveByEmptyLines() throws Exception {
    try (var run = runner.open(runner.run("quiet", 1, neverStops, FOR_EVER))) {
      run.until("state", "RUNNING");
      run.awaitHeartbeat();
    }
    awaitIdle();
  }

  @Test
  void aFullRunnerSendsTheCallerElsewhere() throws Exception {
    try (var run = runner.open(runner.run("first", 1, neverStops, FOR_EVER))) {
      run.until("state", "RUNNING");
      RunnerProcess.Answer refused = runner.send(runner.run("second", 1, neverStops, FOR_EVER));
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.code()).isEqualTo("RUNNER_BUSY");
      assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
    }
    awaitIdle();
  }

  @Test
  void anAttemptIsTakenOnceAndAnOlderOneNever() throws Exception {
    try (var run = runner.open(runner.run("fenced", 2, neverStops, 1000))) {
      outcome(run);
    }
    awaitIdle();
    for (int attempt : List.of(1, 2)) {
      RunnerProcess.Answer refused = runner.send(runner.run("fenced", attempt, neverStops, 1000));
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.code()).isEqualTo("ATTEMPT_STALE");
    }
    try (var run = runner.open(runner.run("fenced", 3, neverStops, 1000))) {
      assertThat(outcome(run).path("code").asString()).isEqualTo("INSTRUCTIONS");
      assertThat(run.isAtItsEnd()).isTrue();
    }
    awaitIdle();
  }

  @Test
  void askedToStopItARunEndsCancelled() throws Exception {
    try (var run = runner.open(runner.run("stopped", 1, neverStops, FOR_EVER))) {
      run.until("state", "RUNNING");
      HttpRequest.Builder wish =
          runner.request("/runs/stopped/1/wishes").header("Content-Type", "application/json");
      assertThat(runner.send(wish.POST(BodyPublishers.ofString("{\"wish\":\"capture\"}"))).status())
          .isEqualTo(202);
      JsonNode capturedBy = run.until("snapshot", "").path("capture").path("reason");
      assertThat(capturedBy.asString()).isIn("request", "period");
      assertThat(runner.send(runner.request("/runs/stopped/1").DELETE()).status()).isEqualTo(202);
      assertThat(outcome(run).path("kind").asString()).isEqualTo("CANCELLED");
    }
    awaitIdle();
    assertThat(runner.send(runner.request("/runs/stopped/1").DELETE()).code())
        .isEqualTo("ATTEMPT_UNKNOWN");
  }

  @Test
  void whoDoesNotShowTheSecretLearnsNothing() throws Exception {
    for (String shown : List.of("Bearer wrong", "Bearer ", RunnerProcess.SECRET)) {
      RunnerProcess.Answer refused =
          runner.send(runner.request("/status").setHeader("Authorization", shown));
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.code()).isEqualTo("RUNNER_SECRET");
    }
  }

  @Test
  void whoSpeaksAnotherVersionIsToldBoth() throws Exception {
    RunnerProcess.Answer refused =
        runner.send(runner.request("/status").setHeader("Kernel-Lab-Protocol", "8"));
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.code()).isEqualTo("RUNNER_VERSION");
    assertThat(refused.json().path("detail").asString())
        .contains("protocol 7", "caller 8", "same release");
  }

  @Test
  void aRequestThatIsNoneIsRefusedWithTheReason() throws Exception {
    RunnerProcess.Answer refused = runner.send(runner.run("../etc", 1, neverStops, 1000));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.code()).isEqualTo("REQUEST_MALFORMED");
    assertThat(runner.send(runner.run("large", 1, new byte[17 << 20], 1000)).status())
        .isEqualTo(413);
    assertThat(runner.status().path("running").asInt()).isZero();
  }

  @Test
  void toldToStopItFinishesWhatRunsAndTakesNothingNew() throws Exception {
    Path own = Files.createDirectory(folder.resolve("drain"));
    try (RunnerProcess leaving = RunnerProcess.start(own);
        var run = leaving.open(leaving.run("last", 1, neverStops, A_SECOND_OR_SO))) {
      run.until("state", "RUNNING");
      leaving.terminate();
      while (!leaving.status().path("draining").asBoolean()) {
        leaving.process().waitFor(10, TimeUnit.MILLISECONDS);
      }
      assertThat(leaving.isReady()).isFalse();
      assertThat(leaving.send(leaving.run("late", 1, neverStops, 1000)).code())
          .isEqualTo("RUNNER_DRAINING");
      JsonNode outcome = outcome(run);
      assertThat(outcome.path("code").asString()).as("%s", outcome).isEqualTo("INSTRUCTIONS");
      assertThat(leaving.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void toldToStopItWaitsNoLongerThanItIsAllowed() throws Exception {
    Path own = Files.createDirectory(folder.resolve("impatient"));
    try (RunnerProcess leaving =
            RunnerProcess.launch(own, Map.of("LAB_RUNNER_DRAIN", "100ms", "LAB_LOG", "json"))
                .awaitReady();
        var run = leaving.open(leaving.run("long", 1, neverStops, FOR_EVER))) {
      run.until("state", "RUNNING");
      List<ProcessHandle> machines = leaving.machines();
      leaving.terminate();
      assertThat(outcome(run).path("kind").asString()).isEqualTo("CANCELLED");
      assertThat(leaving.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(machines).isNotEmpty().noneMatch(ProcessHandle::isAlive);
    }
    assertThat(log(own).lines().map(JsonMapper.shared()::readTree))
        .filteredOn(line -> line.path("message").asString().contains("cut short"))
        .singleElement()
        .satisfies(line -> assertThat(line.path("run").asString()).isEqualTo("long"));
  }

  @Test
  void withoutASecretItServesItsOwnMachineOnly() throws Exception {
    Path own = Files.createDirectory(folder.resolve("open"));
    try (RunnerProcess refused =
        RunnerProcess.launch(own, Map.of("LAB_RUNNER_SECRET", "", "LAB_BIND", "0.0.0.0"))) {
      assertThat(refused.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(refused.process().exitValue()).isNotZero();
    }
    assertThat(log(own)).contains("LAB_RUNNER_SECRET: not set");
  }

  private static String log(Path folder) throws IOException {
    try (var logs = Files.newDirectoryStream(folder, "runner-*.log")) {
      return Files.readString(logs.iterator().next());
    }
  }
}
