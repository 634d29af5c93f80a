// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Sources in, verdict and stream out: the reference kernel's whole way through the lab.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MainJourneyIT {
  private LabProcess lab;
  private LabHttp http;
  private String run;
  private List<LabHttp.Event> events;

  @BeforeAll
  void submitTheReferenceKernel(@TempDir Path home) throws Exception {
    lab =
        LabProcess.start(
            home, Map.of("LAB_ASSIGNMENTS", SameOperations.read().in(home).toString()));
    http = lab.http();
    run = http.run(Kernels.reference());
    events = http.eventsToTheEnd(run);
  }

  @AfterAll
  void stop() throws Exception {
    lab.close();
  }

  @Test
  void theKindsOfEventComeInTheOrderOfTheStages() {
    Set<String> kinds = new LinkedHashSet<>(events.stream().map(LabHttp.Event::name).toList());
    assertThat(kinds)
        .containsExactlyInAnyOrder(
            "state", "build", "serial", "checkpoint", "snapshot", "code", "verdict", "ended");
    assertThat(List.copyOf(kinds).indexOf("build"))
        .isLessThan(List.copyOf(kinds).indexOf("checkpoint"));
    assertThat(List.copyOf(kinds).subList(5, 8)).containsExactly("code", "verdict", "ended");
  }

  @Test
  void theStatesComeInTheirOrder() {
    assertThat(named("state").map(event -> event.data().path("state").asString()).toList())
        .containsExactly("QUEUED", "BUILDING", "BOOTING", "RUNNING", "GRADING");
  }

  @Test
  void eventsAreNumberedFromOneWithoutGaps() {
    assertThat(events.stream().map(LabHttp.Event::id).toList())
        .isEqualTo(IntStream.rangeClosed(1, events.size()).mapToObj(Long::valueOf).toList());
  }

  @Test
  void eachCheckpointIsReachedInTheDesignsOrderAndOneForEachOperation() {
    List<String> reached =
        named("checkpoint").map(event -> event.data().path("name").asString()).toList();
    assertThat(reached.stream().filter("checkpoint_operation"::equals)).hasSize(10);
    assertThat(reached.stream().distinct())
        .containsExactly(
            "checkpoint_boot_paging",
            "checkpoint_identity_removed",
            "checkpoint_kernel_directory",
            "checkpoint_memory_map",
            "checkpoint_pci_reserved",
            "checkpoint_heap_ready",
            "checkpoint_first_process",
            "checkpoint_operation",
            "checkpoint_next_process",
            "checkpoint_heap_used",
            "checkpoint_idle");
  }

  @Test
  void theReferenceKernelLosesNoPoint() {
    JsonNode verdict = events.get(events.size() - 2).data();
    assertThat(verdict.path("checks"))
        .isNotEmpty()
        .allSatisfy(check -> assertThat(check.path("status").asString()).isEqualTo("PASSED"));
    assertThat(verdict.path("score").asDouble())
        .isEqualTo(verdict.path("max").asDouble())
        .isPositive();
  }

  /// 128 MiB less the first 4 MiB and what the firmware keeps at the top: no more can be free.
  @Test
  void theBitmapHasABitForEachOfAMillionFramesAndTheLowFourMebibytesAllocated() throws Exception {
    byte[] bitmap = http.get("api/v1/runs/" + run + "/snapshots/last/bitmap").body();
    assertThat(bitmap).hasSize(131_072);
    assertThat(Arrays.copyOf(bitmap, 128)).containsOnly(0);
    int free = 0;
    for (byte eight : bitmap) {
      free += Integer.bitCount(eight & 0xFF);
    }
    assertThat(free).isBetween(30_000, (128 - 4) * 256);
    assertThat(Arrays.copyOfRange(bitmap, 128 * 256 / 8, bitmap.length)).containsOnly(0);
  }

  @Test
  void aSnapshotIsFoundByItsCheckpointsName() throws Exception {
    JsonNode snapshot = http.json("api/v1/runs/" + run + "/snapshots/checkpoint_kernel_directory");
    assertThat(snapshot.path("checkpoint").asString()).isEqualTo("checkpoint_kernel_directory");
    assertThat(snapshot.path("torn").asBoolean()).isFalse();
    assertThat(snapshot.path("paging").path("directory").asString())
        .isEqualTo(snapshot.path("registers").path("cr3").asString());
  }

  /// Where a linear address goes is Intel's arithmetic: 0xF0000000 and up is physical 0 and up
  /// here.
  @Test
  void anAddressIsTranslatedStepByStep() throws Exception {
    JsonNode walk = http.json("api/v1/runs/" + run + "/snapshots/last/translate?va=0xF0012345");
    assertThat(walk.path("physical").asString()).isEqualTo("0x00012345");
    assertThat(walk.path("steps").get(0).path("index").asInt()).isEqualTo(960);
    JsonNode gone = http.json("api/v1/runs/" + run + "/snapshots/last/translate?va=0x00000000");
    assertThat(gone.path("failure").asString()).contains("PDE 0");
  }

  @Test
  void whatTheKernelPrintedIsKept() throws Exception {
    LabHttp.Answer serial = http.get("api/v1/runs/" + run + "/serial");
    assertThat(serial.contentType()).startsWith("text/plain");
    assertThat(new String(serial.body(), StandardCharsets.ISO_8859_1)).isNotBlank();
  }

  @Test
  void theStreamResumesAfterAnyEvent() throws Exception {
    long middle = events.get(events.size() / 2).id();
    assertThat(http.events(run, middle, event -> event.name().equals("ended")))
        .isEqualTo(events.stream().filter(event -> event.id() > middle).toList());
  }

  @Test
  void anElfImageIsGradedLikeItsSources(@TempDir Path scratch) throws Exception {
    String again = http.run(Kernels.elf(LabProcess.ROOT.resolve("kernel"), scratch));
    List<LabHttp.Event> ofElf = http.eventsToTheEnd(again);
    assertThat(ofElf).noneMatch(event -> event.name().equals("build"));
    assertThat(ofElf.get(ofElf.size() - 2).data().path("score"))
        .isEqualTo(events.get(events.size() - 2).data().path("score"));
    assertThat(evidence(again).path("sha256"))
        .as("the same kernel shows the same, whoever built it")
        .isEqualTo(evidence(run).path("sha256"));
  }

  /// Twice on an idle host and once on a busy one.
  @Test
  void aKernelShowsTheSameWhateverTheHostDoes(@TempDir Path scratch) throws Exception {
    byte[] reference = Kernels.elf(LabProcess.ROOT.resolve("kernel"), scratch);
    List<byte[]> kernels =
        List.of(reference, Kernels.of("triple-fault"), Kernels.of("prints-marks"));
    List<JsonNode> first = hashes(kernels);
    List<JsonNode> second = hashes(kernels);
    List<JsonNode> busy;
    try (var load = new BusyHost()) {
      busy = hashes(kernels);
    }

    assertThat(first).doesNotHaveDuplicates().allMatch(JsonNode::isString);
    assertThat(second).isEqualTo(first);
    assertThat(busy).isEqualTo(first);
  }

  private List<JsonNode> hashes(List<byte[]> kernels) throws Exception {
    var hashes = new ArrayList<JsonNode>();
    for (byte[] kernel : kernels) {
      String again = http.run(kernel);
      http.eventsToTheEnd(again);
      hashes.add(evidence(again).path("sha256"));
    }
    return hashes;
  }

  /// With the packaged command line, and without the lab.
  @Test
  void itsCapsuleGivesTheSameVerdict(@TempDir Path folder) throws Exception {
    LabHttp.Answer answer = http.get("api/v1/runs/" + run + "/capsule");
    assertThat(answer.contentType()).startsWith("application/zip");
    Path capsule = Files.write(folder.resolve("capsule.zip"), answer.body());
    Path built = LabProcess.ROOT.resolve("lab-cli/target");
    Process replay =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                built.resolve("lab-cli.jar") + ":" + built.resolve("lib") + "/*",
                "dev.kernellab.cli.LabCommand",
                "replay",
                capsule.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(replay.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(replay.waitFor()).as(said).isZero();
    assertThat(said)
        .contains(
            "The evidence is what was sealed: " + evidence(run).path("sha256").asString(),
            "Graded again, it gives the same verdict: 100 of 100.\n");
  }

  @Test
  void evidenceIsSealedAndSmall() throws Exception {
    assertThat(evidence(run).path("sha256").asString()).matches("[0-9a-f]{64}");
    assertThat(evidence(run).path("bytes").asLong()).isBetween(1L, 300L << 10);
  }

  private JsonNode evidence(String ofRun) throws Exception {
    return http.json("api/v1/runs/" + ofRun).path("evidence");
  }

  @Test
  void metricsAndInterfaceDescriptionAreServed() throws Exception {
    assertThat(new String(http.get("actuator/prometheus").body(), StandardCharsets.UTF_8))
        .contains("lab_build_seconds", "lab_boot_seconds", "lab_snapshot_seconds");
    assertThat(http.json("v3/api-docs").path("paths").path("/api/v1/submissions").has("post"))
        .isTrue();
  }

  private java.util.stream.Stream<LabHttp.Event> named(String name) {
    return events.stream().filter(event -> event.name().equals(name));
  }
}
