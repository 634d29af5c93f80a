// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.kernellab.journeys.Kernels;
import dev.kernellab.journeys.LabHttp;
import dev.kernellab.journeys.LabProcess;
import dev.kernellab.journeys.SameOperations;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The images and PostgreSQL as a department runs them: two replicas of the service, three runners.
/// The last two tests kill one of each.
@OnImages
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(240)
class ContainersIT {
  private static final Path ROOT = ComposeFile.ROOT;

  @TempDir static Path folder;
  private final Deployment deployment;
  private final Replica one;
  private final Replica two;

  ContainersIT(Deployment deployment) {
    this.deployment = deployment;
    one = deployment.replicas().getFirst();
    two = deployment.replicas().getLast();
  }

  @Test
  @Order(1)
  void sourcesHandedToOneReplicaAreStreamedAndGradedByTheOther() throws Exception {
    String run = one.http().run(Kernels.reference());
    List<LabHttp.Event> events = two.http().eventsToTheEnd(run);
    assertWhole(events);
    assertThat(one.http().eventsToTheEnd(run)).isEqualTo(events);
    assertThat(checkpointNames(events)).contains("checkpoint_idle");
    assertThat(events).anyMatch(it -> it.name().equals("build"));
    assertThat(events).anyMatch(it -> it.name().equals("snapshot"));
    JsonNode verdict = two.http().json("api/v1/runs/" + run + "/verdict");
    assertThat(verdict.path("score").asDouble())
        .isEqualTo(verdict.path("max").asDouble())
        .isEqualTo(100);
  }

  /// Guest instructions are counted, so that neither containers nor the way there change the run.
  @Test
  @Order(2)
  void theSameImageRunsToTheSameInstructionAsInOneProcess() throws Exception {
    assumeThat(deployment.runners().getFirst().exec("qemu-system-i386", "--version").output())
        .as("this machine's QEMU and firmware are the images'")
        .isEqualTo(output("qemu-system-i386", "--version"));
    byte[] elf = Kernels.elf(ROOT.resolve("kernel"), folder.resolve("scratch"));
    SameOperations told = SameOperations.read();
    told.publish(one.http(), Deployment.SECRET);
    List<JsonNode> apart = boot(two.http().eventsToTheEnd(two.http().run(elf)));
    Path home = Files.createDirectory(folder.resolve("lab"));
    var environment = Map.of("LAB_ASSIGNMENTS", told.in(home).toString());
    try (LabProcess lab = LabProcess.start(home, environment)) {
      List<JsonNode> together = boot(lab.http().eventsToTheEnd(lab.http().run(elf)));
      assertThat(apart).isEqualTo(together).isNotEmpty();
      System.out.println("measured: instructions to the end of the boot, " + apart.getLast());
    }
  }

  @Test
  @Order(3)
  void aKilledRunnersRunStartsElsewhere() throws Exception {
    String run = one.http().run(Kernels.of("never-stops"));
    two.http().events(run, 0, it -> isRunning(it, 1));
    Container holder = holderOfTheOnlyRun();
    long killed = System.nanoTime();
    holder.kill();
    List<LabHttp.Event> second = two.http().events(run, 0, it -> isRunning(it, 2));
    long milliseconds = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed);
    System.out.println("measured: a killed runner's run runs elsewhere, ms: " + milliseconds);
    assertThat(milliseconds).as("milliseconds, %s", load()).isLessThan(30_000);

    List<LabHttp.Event> all = two.http().eventsToTheEnd(run);
    assertWhole(all);
    assertThat(all).startsWith(second.toArray(LabHttp.Event[]::new));
    assertThat(all.getLast().data().path("outcome").path("code").asString())
        .isEqualTo("INSTRUCTIONS");
    assertThat(all.stream().filter(it -> it.name().equals("verdict"))).hasSize(1);
    holder.start();
    Await.until("the runner is back", deployment::everyRunnerTakesRuns);
  }

  @Test
  @Order(4)
  void aRestartedReplicasViewersGoOnWhereTheyWere() throws Exception {
    JsonNode submission = two.http().submit(Kernels.reference(), "interactive").json();
    String run = submission.path("run").path("id").asString();
    try (Viewer viewer = Viewer.of(one.server(), run);
        Viewer witness = Viewer.of(two.server(), run)) {
      Await.until(
          "the kernel is up", () -> checkpointNames(viewer.seen()).contains("checkpoint_idle"));
      one.container().kill();
      Await.until("the viewer notices", () -> viewer.losses() > 0);
      int before = viewer.seen().size();
      Await.until("the run goes on without it", () -> goesOn(run, witness, before));

      long started = System.nanoTime();
      one.container().start();
      one.awaitReady();
      long ready = System.nanoTime();
      Await.until("the viewer is back", () -> viewer.seen().size() > before);
      long back = viewer.seenAt(before);
      System.out.printf(
          "measured: a restarted replica answers after %d ms, its viewer goes on after %d ms, %s%n",
          TimeUnit.NANOSECONDS.toMillis(ready - started),
          TimeUnit.NANOSECONDS.toMillis(back - started),
          load());
      // How long a JVM takes to start is the machine's affair, and printed; the rest is ours.
      assertThat(TimeUnit.NANOSECONDS.toMillis(back - ready)).as("milliseconds").isLessThan(5_000);

      two.http().delete("api/v1/runs/" + run);
      Await.until("both have seen the end", () -> viewer.hasEnded() && witness.hasEnded());
      assertWhole(viewer.seen());
      assertThat(viewer.seen()).isEqualTo(witness.seen());
    }
  }

  /// Somebody types; or the run starts again, because it was the dead replica that looked after it.
  private boolean goesOn(String run, Viewer witness, int events) throws Exception {
    LabHttp.Answer typed = two.http().post("api/v1/runs/" + run + "/input", "help\r");
    if (witness.seen().size() <= events) {
      throw new IllegalStateException("typing: " + typed.status() + "; " + witness);
    }
    return true;
  }

  private Container holderOfTheOnlyRun() throws Exception {
    for (Container runner : deployment.runners()) {
      if (runner.exec("pidof", "qemu-system-i386").exitCode() == 0) {
        return runner;
      }
    }
    throw new AssertionError("no runner's container has a QEMU");
  }

  private static void assertWhole(List<LabHttp.Event> events) {
    assertThat(events.stream().map(LabHttp.Event::id))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, events.size()).boxed().toList());
    assertThat(events.getLast().name()).isEqualTo("ended");
  }

  private static boolean isRunning(LabHttp.Event event, int attempt) {
    return event.data().path("state").asString("").equals("RUNNING")
        && event.data().path("attempt").asInt() == attempt;
  }

  /// Until the operations begin: those are drawn for each run.
  private static List<JsonNode> boot(List<LabHttp.Event> events) {
    return checkpoints(events).stream()
        .takeWhile(it -> !it.path("name").asString().equals("checkpoint_operation"))
        .toList();
  }

  private static List<JsonNode> checkpoints(List<LabHttp.Event> events) {
    return events.stream()
        .filter(it -> it.name().equals("checkpoint"))
        .map(LabHttp.Event::data)
        .toList();
  }

  private static List<String> checkpointNames(List<LabHttp.Event> events) {
    return checkpoints(events).stream().map(it -> it.path("name").asString()).toList();
  }

  /// What else this machine is doing, for whoever reads that something took too long.
  private static String load() {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    return "with a load of %.1f on %d processors"
        .formatted(system.getSystemLoadAverage(), system.getAvailableProcessors());
  }

  private static String output(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes());
  }
}
