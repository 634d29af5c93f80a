// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Kernels that end badly: each ends the run, says whose doing it was, and leaves nothing behind.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KernelsThatFailIT {
  private LabProcess lab;
  private LabHttp http;

  @BeforeAll
  void start(@TempDir Path home) throws Exception {
    lab = LabProcess.start(home);
    http = lab.http();
  }

  @AfterAll
  void nothingIsLeftBehind() throws Exception {
    List<String> left =
        lab.descendants().stream().map(process -> process.info().command().orElse("?")).toList();
    lab.close();
    assertThat(left).noneMatch(command -> command.contains("qemu") || command.contains("bwrap"));
  }

  @Test
  void oneThatDoesNotCompileComesBackWithTheCompilersWords() throws Exception {
    List<LabHttp.Event> events = http.eventsToTheEnd(http.run(Kernels.of("does-not-compile")));
    assertThat(outcome(events, "kind")).isEqualTo("BUILD_REJECTED");
    assertThat(outcome(events, "code")).isEqualTo("BUILD_FAILED");
    assertThat(text(events, "build")).contains("kernel.c:3", "frame_number_t");
    assertThat(score(events)).isZero();
  }

  @Test
  void oneThatTripleFaultsIsToldSoWithItsRegisters() throws Exception {
    List<LabHttp.Event> events = http.eventsToTheEnd(http.run(Kernels.of("triple-fault")));
    assertThat(outcome(events, "kind")).isEqualTo("KERNEL_FAULT");
    assertThat(outcome(events, "code")).isEqualTo("TRIPLE_FAULT");
    JsonNode fault =
        events.stream()
            .filter(event -> event.name().equals("fault"))
            .findFirst()
            .orElseThrow()
            .data();
    assertThat(fault.path("registers").path("eip").asString()).startsWith("0x0010");
    assertThat(score(events)).isZero();
  }

  @Test
  void oneThatNeverStopsUsesUpItsInstructions() throws Exception {
    List<LabHttp.Event> events = http.eventsToTheEnd(http.run(Kernels.of("never-stops")));
    assertThat(outcome(events, "kind")).isEqualTo("BUDGET_EXHAUSTED");
    assertThat(outcome(events, "code")).isEqualTo("INSTRUCTIONS");
  }

  @Test
  void oneThatHaltsEndsAtOnce() throws Exception {
    List<LabHttp.Event> events = http.eventsToTheEnd(http.run(Kernels.of("halts")));
    assertThat(outcome(events, "kind")).isEqualTo("KERNEL_HALTED");
  }

  @Test
  void oneThatPrintsItsOwnMarksGetsNone() throws Exception {
    List<LabHttp.Event> events = http.eventsToTheEnd(http.run(Kernels.of("prints-marks")));
    assertThat(text(events, "serial")).contains("ALL TESTS PASSED");
    assertThat(events.stream().filter(event -> event.name().equals("verdict"))).hasSize(1);
    assertThat(score(events)).isZero();
  }

  private static double score(List<LabHttp.Event> events) {
    return events.getLast().data().path("verdict").path("score").asDouble(-1);
  }

  private static String outcome(List<LabHttp.Event> events, String field) {
    return events.getLast().data().path("outcome").path(field).asString();
  }

  private static String text(List<LabHttp.Event> events, String name) {
    return events.stream()
        .filter(event -> event.name().equals(name))
        .map(event -> event.data().path("text").asString())
        .collect(Collectors.joining());
  }
}
