// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kernellab.api.lab.EventReader;
import dev.kernellab.api.lab.Lab;
import dev.kernellab.api.lab.ScriptedRunner;
import dev.kernellab.api.lab.SentEvent;
import dev.kernellab.grading.fixture.DrawnKernel;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunOutcome;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The commands of the page for operators, as they stand there, on a lab that is at work.
@Timeout(120)
class BackupIT {
  private static final Path PAGE = Path.of("../docs/how-to/operate.md");

  @TempDir private Path folder;
  private final ScriptedRunner runner = new ScriptedRunner();

  private static RunOutcome captures(ScriptedRunner.Stage stage) {
    for (Capture capture : DrawnKernel.perfect().captures()) {
      stage.say(new RunEvent.SnapshotTaken(capture));
    }
    return ScriptedRunner.COMPLETED;
  }

  private static RunOutcome waitForWish(ScriptedRunner.Stage stage) throws InterruptedException {
    if (stage.request().attempt() == 1) {
      stage.say(new RunEvent.SerialOutput("> "));
      stage.awaitWish();
    }
    return ScriptedRunner.COMPLETED;
  }

  @Test
  void aRestoredLabHasEveryVerdictAndEveryStreamOfTheOldOne() throws Exception {
    assumeTrue(isInstalled("sqlite3") && isInstalled("rsync"), "the page's tools are missing here");
    runner.script("captures", BackupIT::captures);
    runner.script("under way", BackupIT::waitForWish);
    String run;
    String underWay;
    String later;
    List<SentEvent> events;
    String verdict;
    try (Lab lab = Lab.start(folder.resolve("home"), runner)) {
      run = lab.submit("captures");
      events = lab.eventsAfter(run, 0);
      verdict = lab.get("/api/v1/runs/" + run + "/verdict").body();
      underWay = lab.submit("under way");
      try (EventReader watching = lab.watch(underWay, 0)) {
        watching.until("serial");
        carryOut("Backup", folder.resolve("home"));
      }
      later = lab.submit("submitted after the backup");
    }

    carryOut("Restore", folder.resolve("restored"));
    try (Lab lab = Lab.start(folder.resolve("restored"), runner)) {
      assertThat(lab.eventsAfter(run, 0)).isEqualTo(events).hasSizeGreaterThan(5);
      assertThat(lab.get("/api/v1/runs/" + run + "/verdict").body()).isEqualTo(verdict);
      assertThat(lab.eventsAfter(underWay, 0).getLast().name()).isEqualTo("ended");
      assertThat(lab.json("/api/v1/runs/" + underWay).path("attempt").asInt()).isEqualTo(2);
      assertThat(lab.get("/api/v1/runs/" + later).statusCode()).isEqualTo(404);
      String again = runAgain(lab, run);
      lab.eventsAfter(again, 0);
      assertThat(lab.get("/api/v1/runs/" + again + "/verdict").body()).isEqualTo(verdict);
    }
  }

  private static String runAgain(Lab lab, String run) {
    JsonNode row = lab.json("/api/v1/runs/" + run);
    String runs = "/api/v1/submissions/" + row.path("submission").asString() + "/runs";
    String made = lab.send(lab.request(runs).POST(BodyPublishers.noBody())).body();
    return JsonMapper.shared().readTree(made).path("id").asString();
  }

  /// The first block of commands under a heading; what it calls `/backup` is a folder of the test.
  private void carryOut(String heading, Path home) throws Exception {
    Matcher block =
        Pattern.compile("(?s)\n## " + heading + "\n.*?\n```\n(.*?)```")
            .matcher(Files.readString(PAGE));
    assertThat(block.find()).isTrue();
    Path backup = Files.createDirectories(folder.resolve("backup"));
    var shell =
        new ProcessBuilder("bash", "-ec", block.group(1).replace("/backup/", backup + "/"))
            .inheritIO();
    shell.environment().put("LAB_HOME", home.toString());
    assertThat(shell.start().waitFor()).as(heading).isZero();
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }
}
