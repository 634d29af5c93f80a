// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api;

import static dev.kernellab.api.lab.LayoutClass.LAYOUT;
import static dev.kernellab.api.lab.LayoutClass.files;
import static dev.kernellab.api.lab.LayoutClass.graded;
import static dev.kernellab.api.lab.LayoutClass.hand;
import static dev.kernellab.api.lab.LayoutClass.post;
import static dev.kernellab.api.lab.LayoutClass.put;
import static dev.kernellab.api.lab.LayoutClass.row;
import static dev.kernellab.api.lab.LayoutClass.score;
import static dev.kernellab.api.lab.LayoutClass.send;
import static dev.kernellab.api.lab.LayoutClass.start;
import static dev.kernellab.api.lab.LayoutClass.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.api.lab.Lab;
import dev.kernellab.api.lab.ScriptedRunner;
import dev.kernellab.api.lab.TestDatabase;
import dev.kernellab.runner.archive.ArchiveLimits;
import dev.kernellab.runner.archive.SourceArchive;
import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Somebody changes their mind about an assignment while a class works on it.
@Timeout(60)
class RegradeIT {
  private final ScriptedRunner runner = new ScriptedRunner();
  @TempDir private Path home;

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void aClassIsGradedAgainFromWhatWasRecorded(TestDatabase database) throws Exception {
    List<String> settings = database.fresh();
    String run;
    String stricter = text("assignment.yml").replace("kernelMayHold: 256", "kernelMayHold: 0");
    stricter = stricter.replace("reservedAtTop: 131072", "reservedAtTop: 0");
    try (Lab lab = start(home, runner, settings)) {
      run = graded(lab, "ada");
      JsonNode published = put(lab, stricter, text("profile.yml"));

      assertThat(lab.json(LAYOUT).path("version")).isEqualTo(published.path("version"));
      assertThat(lab.json(LAYOUT + "/versions").path("items")).hasSize(2);
      JsonNode dry = post(lab, "scope=latest");
      assertThat(dry.path("moved").asInt()).isEqualTo(1);
      JsonNode moved = dry.path("runs").path(0);
      assertThat(moved.path("label").asString()).isEqualTo("ada");
      assertThat(moved.path("difference").asInt()).isEqualTo(-1);
      assertThat(moved.path("moves").path(0).path("check").asString()).isEqualTo("usable-ram-free");
      assertThat(score(lab, run)).as("nothing counts before it is published").isEqualTo(100);

      JsonNode done = post(lab, "scope=all&dry=false&reason=RAM%20is%20RAM");
      assertThat(done.path("runs")).isEqualTo(dry.path("runs"));
      assertThat(score(lab, run)).isEqualTo(99);
      assertThat(row(lab).path("score").asInt()).isEqualTo(99);
      assertThat(post(lab, "scope=best&dry=false").path("moved").asInt()).isZero();
    }
    try (Lab lab = start(home, runner, settings)) {
      JsonNode given = lab.json("/api/v1/runs/" + run + "/verdicts").path("items");
      assertThat(given).hasSize(2);
      assertThat(given.path(0).path("verdict").path("score").asInt()).isEqualTo(100);
      assertThat(given.path(1).path("reason").asString()).isEqualTo("RAM is RAM");
      put(lab, text("assignment.yml"), text("profile.yml"));
      post(lab, "scope=one&dry=false&run=" + run);
      assertThat(score(lab, run)).as("there is a way back").isEqualTo(100);
    }
  }

  @Test
  void whatWasNotRecordedTakesAnotherRunAndCostsNothingMeanwhile() throws Exception {
    try (Lab lab = start(home, runner, List.of())) {
      String run = graded(lab, "ada");
      String profile =
          text("profile.yml")
              .replace(
                  "checkpoints:\n",
                  "checkpoints:\n  - { symbol: checkpoint_new, title: New, promise: It is new. }\n");
      put(
          lab,
          text("assignment.yml").replaceFirst("at: checkpoint_memory_map", "at: checkpoint_new"),
          profile);

      JsonNode done = post(lab, "scope=all&dry=false");

      assertThat(done.path("runs").path(0).path("needsAnotherRun").asBoolean()).isTrue();
      assertThat(done.path("queued")).hasSize(1);
      assertThat(score(lab, run)).isEqualTo(100);
      String next = done.path("queued").path(0).asString();
      lab.eventsAfter(next, 0);
      assertThat(lab.json("/api/v1/runs/" + next + "/verdict").path("version"))
          .isEqualTo(done.path("version"));
      assertThat(post(lab, "scope=all&dry=false").path("queued")).isEmpty();
      aSubmissionIsRunOnEveryMachineAndTheWorstCounts(lab, run);
    }
  }

  /// The drawn kernel counts 128 MiB, whatever the machine has.
  private void aSubmissionIsRunOnEveryMachineAndTheWorstCounts(Lab lab, String run)
      throws Exception {
    String machines =
        text("assignment.yml")
            .replace(
                "machine:\n  type: pc\n  ramMiB: 128\n",
                "machines: [{ type: pc, ramMiB: 128 }, { type: pc, ramMiB: 64 }]\n");
    put(lab, machines, text("profile.yml"));

    JsonNode again = post(lab, "scope=all&dry=false");
    assertThat(again.path("queued")).hasSize(1);
    String submission = again.path("runs").path(0).path("submission").asString();
    JsonNode runs = lab.json("/api/v1/submissions/" + submission).path("runs");
    assertThat(runs).hasSize(2);
    for (JsonNode one : runs) {
      lab.eventsAfter(one.path("id").asString(), 0);
    }

    JsonNode whole = lab.json("/api/v1/submissions/" + submission);
    JsonNode joint = lab.json("/api/v1/submissions/" + submission + "/verdict");
    assertThat(whole.path("run").path("id")).isEqualTo(runs.path(0).path("id"));
    assertThat(whole.path("runs").path(0).path("verdict").path("score").asInt()).isEqualTo(100);
    int worst = whole.path("runs").path(1).path("verdict").path("score").asInt();
    assertThat(joint.path("score").asInt()).isEqualTo(worst).isBetween(1, 99);
    assertThat(whole.path("verdict").path("score").asInt()).isEqualTo(worst);
    assertThat(joint.toString()).contains("With 64 MiB (pc): ");
    assertThat(row(lab).path("score").asInt()).isEqualTo(worst);
    assertThat(row(lab).path("attempts").asInt()).isEqualTo(1);
    assertThat(score(lab, run)).isEqualTo(100);
    assertThat(runner.started().stream().map(it -> it.machine().ramMiB()))
        .containsExactlyInAnyOrder(128, 128, 128, 64);
    assertThat(post(lab, "scope=latest&dry=false").path("moved").asInt()).isZero();
  }

  @Test
  void otherFilesOverStudentsAreAnotherVersionAndTakeAnotherBuild() throws Exception {
    try (Lab lab = start(home, runner, List.of())) {
      var built = new CopyOnWriteArrayList<String>();
      runner.scriptForAll(
          stage -> {
            built.add(read(stage.kernel()));
            return ScriptedRunner.COMPLETED;
          });
      String text =
          text("assignment.yml").replace("machine:", "handout: { overwrite: given }\nmachine:");
      assertThat(send(lab, text, text("profile.yml")).body())
          .contains(
              "ASSIGNMENT_INVALID", "assignment.yml:6: handout.overwrite: there are no files");

      String first = publish(lab, text, "all: a");
      byte[] work = files("Makefile", "all: mine", "main.c", "int x;").packed();
      String run =
          JsonMapper.shared()
              .readTree(lab.submission(work, "label", "ada").body())
              .at("/run/id")
              .asString();
      lab.eventsAfter(run, 0);
      assertThat(publish(lab, text, "all: b")).isNotEqualTo(first);
      JsonNode done = post(lab, "scope=all&dry=false");

      assertThat(done.path("runs").path(0).path("needsAnotherRun").asBoolean()).isTrue();
      assertThat(done.path("queued")).hasSize(1);
      lab.eventsAfter(done.path("queued").path(0).asString(), 0);
      assertThat(built).containsExactly("all: a int x;", "all: b int x;");
      assertThat(post(lab, "scope=all&dry=false").path("queued")).isEmpty();
      assertThat(hand(lab, "eve", "graded").body()).contains("SOURCES_WANTED");
    }
  }

  private static String read(Path archive) {
    try {
      var files = SourceArchive.open(archive, ArchiveLimits.DEFAULT).files(it -> true, 1 << 20);
      return new TreeMap<>(files)
          .values().stream()
              .map(it -> new String(it, StandardCharsets.UTF_8))
              .collect(Collectors.joining(" "));
    } catch (IOException | SubmissionRejectedException e) {
      throw new AssertionError(e);
    }
  }

  /// @return the version
  private static String publish(Lab lab, String assignment, String makefile) throws IOException {
    var given = new String(files("Makefile", makefile).packed(), StandardCharsets.ISO_8859_1);
    HttpResponse<String> response =
        send(lab, "assignment", assignment, "profile", text("profile.yml"), "overwrite", given);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(response.body()).path("version").asString();
  }
}
