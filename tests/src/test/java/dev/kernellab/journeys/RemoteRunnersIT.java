// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// One lab, two runners of their own, each for one run at a time. The last test kills one of them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(90)
class RemoteRunnersIT {
  @TempDir static Path folder;
  private RunnerProcess one;
  private RunnerProcess two;
  private LabProcess lab;

  @BeforeAll
  void start() throws Exception {
    one = RunnerProcess.launch(Files.createDirectory(folder.resolve("one")), Map.of());
    two = RunnerProcess.launch(Files.createDirectory(folder.resolve("two")), Map.of());
    lab = LabProcess.start(Files.createDirectory(folder.resolve("lab")), environment(two, one));
    one.awaitReady();
    two.awaitReady();
  }

  @AfterAll
  void stop() throws Exception {
    lab.close();
    one.close();
    two.close();
  }

  private static Map<String, String> environment(RunnerProcess... runners) {
    String urls = String.join(",", Stream.of(runners).map(it -> it.url().toString()).toList());
    return Map.of("LAB_RUNNERS", urls, "LAB_RUNNER_SECRET", RunnerProcess.SECRET);
  }

  private static boolean isRunning(LabHttp.Event event) {
    return event.data().path("state").asString("").equals("RUNNING");
  }

  @Test
  @Order(1)
  void sourcesAreGradedAsInOneProcess() throws Exception {
    List<LabHttp.Event> events = lab.http().eventsToTheEnd(lab.http().run(Kernels.reference()));
    JsonNode verdict = events.get(events.size() - 2).data();
    assertThat(verdict.path("checks"))
        .isNotEmpty()
        .allSatisfy(check -> assertThat(check.path("status").asString()).isEqualTo("PASSED"));
    assertThat(events.stream().filter(it -> it.name().equals("verdict"))).hasSize(1);
    assertThat(lab.descendants()).isEmpty();
  }

  @Test
  @Order(2)
  void twoRunsAtATimeGoToTwoRunnersAndCanBeStopped() throws Exception {
    String left = lab.http().run(Kernels.of("never-stops"));
    String right = lab.http().run(Kernels.of("never-stops"));
    for (String run : List.of(left, right)) {
      lab.http().events(run, 0, RemoteRunnersIT::isRunning);
    }
    assertThat(one.machines()).isNotEmpty();
    assertThat(two.machines()).isNotEmpty();
    for (String run : List.of(left, right)) {
      lab.http().delete("api/v1/runs/" + run);
      assertThat(lab.http().eventsToTheEnd(run).getLast().data().path("outcome").path("kind"))
          .hasToString("\"CANCELLED\"");
    }
    assertThat(one.machines()).isEmpty();
    assertThat(two.machines()).isEmpty();
  }

  @Test
  @Order(3)
  void whatIsTypedAndAskedForReachesTheMachine() throws Exception {
    LabHttp http = lab.http();
    String run =
        http.submit(Kernels.reference(), "interactive").json().path("run").path("id").asString();
    http.events(run, 0, it -> it.data().path("name").asString("").equals("checkpoint_idle"));
    http.post("api/v1/runs/" + run + "/input", "help\r");
    http.events(run, 0, it -> it.data().path("text").asString("").contains("help"));
    http.post("api/v1/runs/" + run + "/pause", "");
    http.events(run, 0, it -> it.data().path("paused").asBoolean(false));
    assertThat(http.get("api/v1/runs/" + run + "/screen").contentType()).isEqualTo("image/png");
    JsonNode header = http.json("api/v1/runs/" + run + "/memory?address=0xF0100000&length=12");
    assertThat(header.path("bytes").asString()).startsWith("02b0ad1b"); // Multiboot's magic
    http.delete("api/v1/runs/" + run);
    http.eventsToTheEnd(run);
  }

  @Test
  @Order(4)
  void aWrongSecretMakesRunsWaitAndTellsTheOperator() throws Exception {
    Path home = Files.createDirectory(folder.resolve("wrong"));
    Map<String, String> wrong =
        Map.of("LAB_RUNNERS", one.url().toString(), "LAB_RUNNER_SECRET", "another");
    try (LabProcess stranger = LabProcess.start(home, wrong)) {
      String run = stranger.http().run(Kernels.of("halts"));
      JsonNode runner = stranger.http().json("actuator/health").path("components").path("runner");
      assertThat(runner.path("status").asString()).isEqualTo("UNKNOWN");
      assertThat(runner.path("details").toString()).contains("LAB_RUNNER_SECRET");
      JsonNode waiting = stranger.http().json("api/v1/runs/" + run);
      assertThat(waiting.path("state").asString()).isEqualTo("QUEUED");
      assertThat(waiting.path("attempt").asInt()).isOne();
      assertThat(stranger.http().get("actuator/health/readiness").status()).isEqualTo(200);
    }
  }

  /// F02: the attempt is lost, not the run.
  @Test
  @Order(5)
  void aRunnersDeathCostsAnAttemptAndNothingElse() throws Exception {
    LabHttp http = lab.http();
    String run = http.run(Kernels.of("never-stops"));
    http.events(run, 0, RemoteRunnersIT::isRunning);
    RunnerProcess holder = one.machines().isEmpty() ? two : one;
    List<ProcessHandle> machines = holder.machines();
    assertThat(machines).isNotEmpty();
    long killed = System.nanoTime();
    holder.kill();

    List<LabHttp.Event> second =
        http.events(run, 0, it -> isRunning(it) && it.data().path("attempt").asInt() == 2);
    assertThat(System.nanoTime() - killed).isLessThan(TimeUnit.SECONDS.toNanos(30));

    List<LabHttp.Event> rest =
        http.events(run, second.getLast().id(), it -> it.name().equals("ended"));
    assertThat(rest.getLast().data().path("outcome").path("code").asString())
        .isEqualTo("INSTRUCTIONS");
    assertThat(
            Stream.concat(second.stream(), rest.stream()).filter(it -> it.name().equals("verdict")))
        .hasSize(1);
    assertThat(http.json("api/v1/runs/" + run).path("attempt").asInt()).isEqualTo(2);
    for (ProcessHandle machine : machines) {
      machine.onExit().get(10, TimeUnit.SECONDS);
    }
  }
}
