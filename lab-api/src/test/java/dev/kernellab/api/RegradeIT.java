// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.api.lab.Lab;
import dev.kernellab.api.lab.ScriptedRunner;
import dev.kernellab.api.lab.TestDatabase;
import dev.kernellab.api.storage.Database;
import dev.kernellab.grading.fixture.DrawnKernel;
import dev.kernellab.protocol.Booted;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.runner.archive.ArchiveLimits;
import dev.kernellab.runner.archive.GivenFiles;
import dev.kernellab.runner.archive.SourceArchive;
import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
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
  private static final Path ASSIGNMENTS = Path.of("../grading/src/test/assignments");
  private static final String LAYOUT = "/api/v1/assignments/layout";

  private final ScriptedRunner runner = new ScriptedRunner();
  @TempDir private Path home;

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void aClassIsGradedAgainFromWhatWasRecorded(TestDatabase database) throws Exception {
    List<String> settings = database.fresh();
    String run;
    String stricter = text("assignment.yml").replace("kernelMayHold: 256", "kernelMayHold: 0");
    stricter = stricter.replace("reservedAtTop: 131072", "reservedAtTop: 0");
    try (Lab lab = start(settings)) {
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
    try (Lab lab = start(settings)) {
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
    try (Lab lab = start(List.of())) {
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
    try (Lab lab = start(List.of())) {
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

  private static GivenFiles files(String... namesAndTexts) {
    var files = new TreeMap<String, byte[]>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      files.put(namesAndTexts[i], namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
    }
    return new GivenFiles(files);
  }

  /// @return the version
  private static String publish(Lab lab, String assignment, String makefile) throws IOException {
    var given = new String(files("Makefile", makefile).packed(), StandardCharsets.ISO_8859_1);
    HttpResponse<String> response =
        send(lab, "assignment", assignment, "profile", text("profile.yml"), "overwrite", given);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(response.body()).path("version").asString();
  }

  @Test
  void whatCannotBeUsedIsRefusedAndTheClassKeepsWhatItHas() throws Exception {
    try (Lab lab = start(List.of("lab.instructor-secret=chalk"))) {
      JsonNode before = lab.json(LAYOUT);
      for (String slip : List.of("checkpoint_memory_mop", "checkpoint_memory_map\n    point: 3")) {
        HttpResponse<String> refused =
            send(
                lab,
                text("assignment.yml").replaceFirst("at: checkpoint_memory_map", "at: " + slip),
                text("profile.yml"));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body())
            .contains("ASSIGNMENT_INVALID")
            .containsPattern("assignment.yml:\\d+")
            .containsIgnoringCase("did you mean");
      }
      assertThat(
              send(lab, text("assignment.yml").replace("slug: layout", "slug: other"), "").body())
          .contains("ASSIGNMENT_INVALID");
      assertThat(lab.json(LAYOUT)).isEqualTo(before);
      assertThat(lab.json(LAYOUT + "/versions").path("items")).hasSize(1);
      for (String query : List.of("scope=some", "scope=one", "scope=all&run=x", "")) {
        assertThat(lab.send(regrade(lab, query)).statusCode()).as(query).isEqualTo(400);
      }
      assertThat(lab.send(regrade(lab, "scope=all")).statusCode()).isEqualTo(200);
      for (String shown : List.of("Bearer cheese", "Bearer ", "chalk")) {
        var stranger = regrade(lab, "scope=all").setHeader("Authorization", shown);
        assertThat(lab.send(stranger).body()).contains("INSTRUCTORS_ONLY");
      }
      var bare = lab.request(LAYOUT).header("Content-Type", "multipart/form-data; boundary=x");
      assertThat(lab.send(bare.PUT(BodyPublishers.ofString("--x--\r\n"))).body())
          .contains("INSTRUCTORS_ONLY");
      for (String page : List.of("/gradebook", "/similarity")) {
        assertThat(lab.get(LAYOUT + page).body()).contains("INSTRUCTORS_ONLY");
        var known = lab.request(LAYOUT + page).header("Authorization", "Bearer chalk");
        assertThat(lab.send(known).statusCode()).isEqualTo(200);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TestDatabase.class)
  void whatIsLateOrTooOftenIsRefusedAndALabFaultCostsNoAttempt(TestDatabase database)
      throws Exception {
    runner.script("unlucky", stage -> ScriptedRunner.LAB_FAULT);
    try (Lab lab = start(database.fresh())) {
      put(lab, with("attempts: 2\n"), text("profile.yml"));
      lab.eventsAfter(lab.submit("unlucky", "label", "ada"), 0);
      graded(lab, "ada");
      graded(lab, "ada");
      assertThat(hand(lab, "ada", "graded").body()).contains("ATTEMPTS_USED");
      assertThat(hand(lab, "ada", "interactive").statusCode()).isEqualTo(201);
      assertThat(hand(lab, "bob", "graded").statusCode()).isEqualTo(201);

      put(lab, with("deadline: { due: \"2026-01-01T00:00:00Z\" }\n"), text("profile.yml"));
      assertThat(hand(lab, "eve", "graded").body()).contains("DEADLINE_PASSED");
      String due = Instant.now().minusSeconds(3600).toString();
      String late = "deadline: { due: \"" + due + "\", late: { percentPerDay: 20, days: 3 } }\n";
      put(lab, with(late), text("profile.yml"));
      assertThat(hand(lab, "eve", "graded").body()).contains("\"percentKept\":80");
      assertThat(row(lab).path("label").asString()).isEqualTo("ada");
      assertThat(row(lab).path("score").asInt()).as("%s", row(lab)).isEqualTo(80);
    }
  }

  private static String with(String lines) throws IOException {
    return text("assignment.yml").replace("lastCheckpoint:", lines + "lastCheckpoint:");
  }

  private static HttpResponse<String> hand(Lab lab, String label, String mode) {
    return lab.submission(Lab.elf("perfect"), "label", label, "mode", mode);
  }

  @Test
  void aCapsuleTellsNothingOfWhatIsNotForStudents() throws Exception {
    try (Lab lab = start(List.of())) {
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
    try (Lab lab = start(List.of())) {
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

  private Lab start(List<String> settings) {
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

  private static String graded(Lab lab, String label) {
    String run = lab.submit("perfect", "label", label);
    lab.eventsAfter(run, 0);
    return run;
  }

  private static JsonNode put(Lab lab, String assignment, String profile) {
    HttpResponse<String> response = send(lab, assignment, profile);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(response.body());
  }

  private static HttpResponse<String> send(Lab lab, String assignment, String profile) {
    return send(lab, "assignment", assignment, "profile", profile);
  }

  private static HttpResponse<String> send(Lab lab, String... namesAndContents) {
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

  private static HttpRequest.Builder regrade(Lab lab, String query) {
    return lab.request(LAYOUT + "/regrade?" + query)
        .header("Authorization", "Bearer chalk")
        .POST(BodyPublishers.noBody());
  }

  private static JsonNode post(Lab lab, String query) {
    HttpResponse<String> response = lab.send(regrade(lab, query));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(response.body());
  }

  private static int score(Lab lab, String run) {
    JsonNode verdict = lab.json("/api/v1/runs/" + run + "/verdict");
    assertThat(lab.json("/api/v1/runs/" + run).path("verdict").path("score"))
        .isEqualTo(verdict.path("score"));
    return verdict.path("score").asInt();
  }

  private static JsonNode row(Lab lab) {
    return lab.json(LAYOUT + "/gradebook").path("rows").path(0);
  }

  private static String text(String file) throws IOException {
    return Files.readString(ASSIGNMENTS.resolve("layout").resolve(file));
  }
}
