// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.api.lab.Lab;
import dev.kernellab.api.lab.ScriptedRunner;
import dev.kernellab.grading.fixture.DrawnKernel;
import dev.kernellab.grading.fixture.DrawnRun;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunOutcome;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a class hands in, and what its instructor gets out.
@Timeout(60)
class ClassIT {
  private static final String CLASS = "/api/v1/assignments/layout/";

  @TempDir private static Path home;
  private static final ScriptedRunner runner = new ScriptedRunner();
  private static Lab lab;
  private static String perfect;
  private static String faulty;

  @BeforeAll
  static void start() {
    runner.script("perfect", stage -> show(stage, DrawnKernel.perfect()));
    runner.script(
        "faulty",
        stage ->
            show(
                stage,
                DrawnKernel.withFault(
                    "checkpoint_idle",
                    run -> run.word(DrawnKernel.KERNEL_DIRECTORY, DrawnKernel.KERNEL_TABLE + 3))));
    lab =
        Lab.start(
            home,
            runner,
            "lab.assignments=../grading/src/test/assignments",
            "lab.assignment=layout");
    perfect = ended("perfect", "ada");
    faulty = ended("faulty", "=ada()");
  }

  @AfterAll
  static void stop() {
    lab.close();
  }

  private static RunOutcome show(ScriptedRunner.Stage stage, DrawnRun run) {
    run.captures().forEach(it -> stage.say(new RunEvent.SnapshotTaken(it)));
    return ScriptedRunner.COMPLETED;
  }

  private static String ended(String script, String label) {
    String run = lab.submit(script, "label", label);
    lab.eventsAfter(run, 0);
    return run;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "               | */*                                        | application/json | {\"score\"",
        "               | text/html,application/xml;q=0.9,*/*;q=0.8  | text/html | <!DOCTYPE html>",
        "               | application/xml                            | application/xml | <?xml",
        "               | text/markdown                              | text/markdown | ## ",
        "?format=json   | text/html                                  | application/json | {\"score\"",
        "?format=junit  | */*                                        | application/xml | <?xml",
        "?format=gradescope | */*                                    | application/json | {\"score\"",
        "?format=markdown | */*                                      | text/markdown | ## ",
        "?format=html   | */*                                        | text/html | <!DOCTYPE html>",
      })
  void aVerdictHasTheFormThatIsAskedFor(
      @Nullable String query, String accept, String type, String start) {
    HttpResponse<String> response =
        lab.send(
            lab.request("/api/v1/runs/" + perfect + "/verdict" + (query == null ? "" : query))
                .header("Accept", accept));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValue(type.startsWith("text/") ? type + ";charset=UTF-8" : type);
    assertThat(response.body()).startsWith(start);
  }

  @Test
  void aVerdictHasNoOtherForm() {
    String path = "/api/v1/runs/" + perfect + "/verdict";
    assertThat(lab.get(path + "?format=pdf").body()).contains("PARAMETER_INVALID", "gradescope");
    assertThat(lab.send(lab.request(path).header("Accept", "image/png")).statusCode())
        .isEqualTo(406);
    assertThat(lab.send(lab.request(path).header("Accept", "rubbish")).statusCode()).isEqualTo(400);
  }

  @Test
  void theGradebookHasARowForEachLabelAndCountsWhatIsAsked() {
    ended("faulty", "bob");
    ended("perfect", "bob");
    ended("faulty", "bob");

    JsonNode latest = row(lab.json(CLASS + "gradebook"), "bob");
    JsonNode best = row(lab.json(CLASS + "gradebook?which=best"), "bob");

    assertThat(latest.path("attempts").asInt()).isEqualTo(3);
    assertThat(latest.path("score").asInt()).isLessThan(100);
    assertThat(best.path("score").asInt()).isEqualTo(100);
    assertThat(lab.get(CLASS + "gradebook?which=worst").statusCode()).isEqualTo(400);
    assertThat(lab.get("/api/v1/assignments/none/gradebook").body()).contains("ASSIGNMENT_UNKNOWN");
  }

  @Test
  void theGradebookGoesIntoASpreadsheet() {
    HttpResponse<String> csv = lab.get(CLASS + "gradebook?format=csv");

    assertThat(csv.headers().firstValue("Content-Type"))
        .hasValueSatisfying(it -> assertThat(it).startsWith("text/csv"));
    assertThat(csv.headers().firstValue("Content-Disposition").orElse("")).contains("layout.csv");
    assertThat(csv.body().lines()).anyMatch(it -> it.startsWith("\"'=ada()\",1,"));
    assertThat(lab.send(lab.request(CLASS + "gradebook").header("Accept", "text/csv")).body())
        .isEqualTo(csv.body());
  }

  @Test
  void twoRunsAreComparedInWords() {
    JsonNode found = lab.json("/api/v1/runs/" + perfect + "/compare/" + faulty);

    assertThat(found.path("differences").path(0).path("message").asString())
        .isEqualTo(
            "At checkpoint_idle PDE 0 (for 0x00000000) is 0x00000000, not present, in the first run"
                + " and 0x0010D003 in the second.");
    assertThat(lab.json("/api/v1/runs/" + perfect + "/compare/" + perfect).path("differences"))
        .isEmpty();
  }

  @Test
  void similarWorkIsAHint() throws Exception {
    String code = "";
    for (int i = 0; i < 30; i++) {
      code +=
          "int f"
              + i
              + "(int a) { while (a"
              + "+-*/&|".charAt(i % 6)
              + "7 > "
              + "-".repeat(i / 6 + 1)
              + "a) { a = a "
              + "*-+|&/".charAt(i / 6)
              + " a; } return a; }\n";
    }
    hand("carol", code);
    hand("dan", "/* my own */" + code.replace("int f", "int mine"));

    JsonNode alike = lab.json(CLASS + "similarity");

    assertThat(alike.path("note").asString()).startsWith("A hint, not a proof");
    assertThat(alike.path("clusters").toString()).isEqualTo("[[\"carol\",\"dan\"]]");
    JsonNode pair = alike.path("pairs").path(0);
    assertThat(pair.path("score").asInt()).isEqualTo(100);
    assertThat(pair.path("matches").path(0).path("first").path("file").asString())
        .isEqualTo("kernel.c");
  }

  private static void hand(String label, String code) throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("Makefile"));
      zip.putNextEntry(new ZipEntry("kernel.c"));
      zip.write(code.getBytes(StandardCharsets.US_ASCII));
    }
    HttpResponse<String> response = lab.submission(bytes.toByteArray(), "label", label);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    JsonNode made = JsonMapper.shared().readTree(response.body());
    lab.eventsAfter(made.path("run").path("id").asString(), 0);
  }

  private static JsonNode row(JsonNode book, String label) {
    for (JsonNode row : book.path("rows")) {
      if (row.path("label").asString().equals(label)) {
        return row;
      }
    }
    throw new AssertionError(label + " has no row in " + book);
  }
}
