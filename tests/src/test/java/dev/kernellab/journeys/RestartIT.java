// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What was accepted or shown survives the lab's own death.
class RestartIT {
  @TempDir Path home;

  @Test
  void aFinishedRunIsTheSameAfterwards() throws Exception {
    String run;
    List<LabHttp.Event> before;
    try (LabProcess lab = LabProcess.start(home)) {
      run = lab.http().run(Kernels.of("halts"));
      before = lab.http().eventsToTheEnd(run);
      lab.kill();
    }
    try (LabProcess lab = LabProcess.start(home)) {
      assertThat(lab.http().eventsToTheEnd(run)).isEqualTo(before);
    }
  }

  @Test
  void aRunCutShortStartsAgainAsTheNextAttemptAndLeavesNoMachine() throws Exception {
    String run;
    List<ProcessHandle> machines;
    try (LabProcess lab = LabProcess.start(home)) {
      run = lab.http().run(Kernels.of("never-stops"));
      lab.http().events(run, 0, LabProcessStates::isRunning);
      machines = lab.descendants();
      assertThat(machines).isNotEmpty();
      lab.kill();
    }
    for (ProcessHandle machine : machines) {
      machine.onExit().get(5, TimeUnit.SECONDS);
    }
    try (LabProcess lab = LabProcess.start(home)) {
      lab.http().eventsToTheEnd(run);
      JsonNode ended = lab.http().json("api/v1/runs/" + run);
      assertThat(ended.path("attempt").asInt()).isEqualTo(2);
      assertThat(ended.path("outcome").path("code").asString()).isEqualTo("INSTRUCTIONS");
    }
  }

  @Test
  void askedToStopItEndsItsMachinesFirst() throws Exception {
    List<ProcessHandle> machines;
    try (LabProcess lab = LabProcess.start(home)) {
      String run = lab.http().run(Kernels.of("never-stops"));
      lab.http().events(run, 0, LabProcessStates::isRunning);
      machines = lab.descendants();
      assertThat(machines).isNotEmpty();
      lab.stop();
    }
    assertThat(machines).noneMatch(ProcessHandle::isAlive);
  }

  private static final class LabProcessStates {
    static boolean isRunning(LabHttp.Event event) {
      return event.data().path("state").asString("").equals("RUNNING");
    }
  }
}
