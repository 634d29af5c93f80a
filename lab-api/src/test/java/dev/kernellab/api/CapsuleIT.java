// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api;

import static dev.kernellab.api.lab.LayoutClass.LAYOUT;
import static dev.kernellab.api.lab.LayoutClass.files;
import static dev.kernellab.api.lab.LayoutClass.graded;
import static dev.kernellab.api.lab.LayoutClass.put;
import static dev.kernellab.api.lab.LayoutClass.row;
import static dev.kernellab.api.lab.LayoutClass.score;
import static dev.kernellab.api.lab.LayoutClass.start;
import static dev.kernellab.api.lab.LayoutClass.text;
import static dev.kernellab.api.lab.LayoutClass.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.api.lab.Lab;
import dev.kernellab.api.lab.ScriptedRunner;
import dev.kernellab.api.storage.Database;
import dev.kernellab.protocol.Booted;
import dev.kernellab.protocol.RunEvent;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a run's capsule and its verdict tell, and what they keep back.
@Timeout(60)
class CapsuleIT {
  private final ScriptedRunner runner = new ScriptedRunner();
  @TempDir private Path home;

  @Test
  void aCapsuleTellsNothingOfWhatIsNotForStudents() throws Exception {
    try (Lab lab = start(home, runner, List.of())) {
      String line = "  - id: kernel-mapped\n"; // others build on it
      put(
          lab,
          text("assignment.yml").replace(line, line + "    visibility: never\n"),
          text("profile.yml"));
      String run = graded(lab, "ada");

      assertThat(capsule(lab, run))
          .contains("supervisor-only", "\"score\":85", "evidence.ndjson")
          .doesNotContain("kernel-mapped");
      assertThat(row(lab).path("score").asInt()).as("it counts all the same").isEqualTo(100);

      String later =
          with("deadline: { due: \"2100-01-01T00:00:00Z\" }\n")
              .replace(line, line + "    visibility: after-deadline\n");
      put(lab, later, text("profile.yml"));
      run = graded(lab, "bob");
      assertThat(score(lab, run)).isEqualTo(85);
      assertThat(pointsInEachList(lab, run)).containsOnly(85);
      put(lab, later.replace("2100", "2026"), text("profile.yml"));
      Database database = lab.part(Database.class);
      // as a lab left it that kept nothing but what it showed
      database.write().sql("delete from whole_verdict").update();
      database.write().sql("update run set late_score = null, late_score_max = null").update();
      JsonNode shown = lab.json("/api/v1/runs/" + run + "/verdict");
      assertThat(shown.path("score").asInt()).as("the deadline has passed").isEqualTo(100);
      assertThat(shown.toString()).contains("kernel-mapped");
      assertThat(pointsInEachList(lab, run)).containsOnly(100);

      JsonNode gradebook = lab.json(LAYOUT + "/gradebook");
      database.write().sql("delete from evidence where type = 'snapshot'").update();
      assertThat(lab.json("/api/v1/runs/" + run + "/verdict")).as("kept").isEqualTo(shown);
      assertThat(lab.json(LAYOUT + "/gradebook")).isEqualTo(gradebook);
      put(lab, later, text("profile.yml"));
      assertThat(score(lab, run)).as("there is time again").isEqualTo(85);
      assertThat(pointsInEachList(lab, run)).containsOnly(85);
    }
  }

  /// Of the newest run.
  private static List<Integer> pointsInEachList(Lab lab, String run) {
    JsonNode row = lab.json("/api/v1/runs/" + run);
    JsonNode submission = lab.json("/api/v1/submissions/" + row.path("submission").asString());
    return Stream.of(
            row,
            lab.json("/api/v1/runs").at("/items/0"),
            submission,
            submission.at("/runs/0"),
            lab.json("/api/v1/submissions").at("/items/0"))
        .map(it -> it.at("/verdict/score").asInt())
        .toList();
  }

  @Test
  void aCapsuleSaysWhatTheLabHasLost() throws Exception {
    try (Lab lab = start(home, runner, List.of())) {
      String sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; // "abc"
      var started =
          new RunEvent.MachineStarted(new Booted("7.2", List.of(), sha256), "eJxLTEoGAAJNASc=");
      runner.scriptForAll(
          stage -> {
            stage.say(started);
            return ScriptedRunner.COMPLETED;
          });
      byte[] work = files("Makefile", "all: mine").packed();
      String run =
          JsonMapper.shared().readTree(lab.submission(work).body()).at("/run/id").asString();
      lab.eventsAfter(run, 0);
      assertThat(capsule(lab, run)).contains("imageabc").doesNotContain("withoutImage");

      Files.delete(home.resolve("blobs/ba").resolve(sha256));

      assertThat(capsule(lab, run)).contains("withoutImage").doesNotContain("imageabc");
    }
  }

  /// The text of all entries.
  private static String capsule(Lab lab, String run) throws IOException {
    var all = new StringBuilder();
    var url = URI.create("http://localhost:" + lab.port() + "/api/v1/runs/" + run + "/capsule");
    try (var zip = new ZipInputStream(url.toURL().openStream())) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        all.append(entry.getName()).append(new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return all.toString();
  }
}
