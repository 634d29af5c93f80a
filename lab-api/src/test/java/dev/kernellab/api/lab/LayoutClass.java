// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.grading.fixture.DrawnKernel;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.runner.archive.GivenFiles;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A class that works on the assignment `layout`, and its instructor.
public final class LayoutClass {
  public static final String LAYOUT = "/api/v1/assignments/layout";

  private static final Path ASSIGNMENTS = Path.of("../grading/src/test/assignments");

  private LayoutClass() {}

  /// Where `perfect` is a kernel that earns everything.
  public static Lab start(Path home, ScriptedRunner runner, List<String> settings) {
    var all = new ArrayList<>(settings);
    all.add("lab.assignments=" + ASSIGNMENTS);
    all.add("lab.assignment=layout");
    runner.script(
        "perfect",
        stage -> {
          DrawnKernel.perfect().captures().forEach(it -> stage.say(new RunEvent.SnapshotTaken(it)));
          return ScriptedRunner.COMPLETED;
        });
    return Lab.start(home, runner, all.toArray(String[]::new));
  }

  /// Hands the perfect kernel in, and waits until it is graded.
  ///
  /// @return the run
  public static String graded(Lab lab, String label) {
    String run = lab.submit("perfect", "label", label);
    lab.eventsAfter(run, 0);
    return run;
  }

  public static HttpResponse<String> hand(Lab lab, String label, String mode) {
    return lab.submission(Lab.elf("perfect"), "label", label, "mode", mode);
  }

  /// Publishes a version.
  public static JsonNode put(Lab lab, String assignment, String profile) {
    HttpResponse<String> response = send(lab, assignment, profile);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(response.body());
  }

  public static HttpResponse<String> send(Lab lab, String assignment, String profile) {
    return send(lab, "assignment", assignment, "profile", profile);
  }

  /// Publishes these fields, whatever comes of it.
  public static HttpResponse<String> send(Lab lab, String... namesAndContents) {
    var body = new StringBuilder();
    for (int i = 0; i < namesAndContents.length; i += 2) {
      body.append("--x\r\nContent-Disposition: form-data; filename=\"file\"; name=\"")
          .append(namesAndContents[i] + "\"\r\n\r\n" + namesAndContents[i + 1] + "\r\n");
    }
    return lab.send(
        lab.request(LAYOUT)
            .header("Content-Type", "multipart/form-data; boundary=x")
            .header("Authorization", "Bearer chalk")
            .PUT(BodyPublishers.ofString(body + "--x--\r\n", StandardCharsets.ISO_8859_1)));
  }

  public static HttpRequest.Builder regrade(Lab lab, String query) {
    return lab.request(LAYOUT + "/regrade?" + query)
        .header("Authorization", "Bearer chalk")
        .POST(BodyPublishers.noBody());
  }

  /// Grades again.
  public static JsonNode post(Lab lab, String query) {
    HttpResponse<String> response = lab.send(regrade(lab, query));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(response.body());
  }

  public static int score(Lab lab, String run) {
    JsonNode verdict = lab.json("/api/v1/runs/" + run + "/verdict");
    assertThat(lab.json("/api/v1/runs/" + run).path("verdict").path("score"))
        .isEqualTo(verdict.path("score"));
    return verdict.path("score").asInt();
  }

  /// The first of the gradebook.
  public static JsonNode row(Lab lab) {
    return lab.json(LAYOUT + "/gradebook").path("rows").path(0);
  }

  public static GivenFiles files(String... namesAndTexts) {
    var files = new TreeMap<String, byte[]>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      files.put(namesAndTexts[i], namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
    }
    return new GivenFiles(files);
  }

  /// The assignment with some fields more.
  public static String with(String lines) throws IOException {
    return text("assignment.yml").replace("lastCheckpoint:", lines + "lastCheckpoint:");
  }

  public static String text(String file) throws IOException {
    return Files.readString(ASSIGNMENTS.resolve("layout").resolve(file));
  }
}
