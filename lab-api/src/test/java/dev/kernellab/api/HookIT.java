// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.api.lab.HookReceiver;
import dev.kernellab.api.lab.HookReceiver.Received;
import dev.kernellab.api.lab.Lab;
import dev.kernellab.api.lab.ScriptedRunner;
import dev.kernellab.grading.fixture.DrawnKernel;
import dev.kernellab.protocol.RunEvent;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What whoever is named in `LAB_HOOKS` gets to know.
@Timeout(60)
class HookIT {
  private static final String KEY = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  @TempDir private Path home;
  private final ScriptedRunner runner = new ScriptedRunner();

  private Lab start(URI url, String firstRetry, String... more) {
    runner.script("ends", stage -> ScriptedRunner.COMPLETED);
    var settings = new ArrayList<>(List.of(more));
    settings.add("lab.hooks.urls=" + url);
    settings.add("lab.hooks.secret=whsec_" + KEY);
    settings.add("lab.hooks.first-retry=" + firstRetry);
    return Lab.start(home, runner, settings.toArray(String[]::new));
  }

  @Test
  void aVerdictIsSentUntilItIsTakenAndAnUngradedRunIsNobodysBusiness() throws Exception {
    try (HookReceiver receiver = HookReceiver.start(503, 302);
        Lab lab = start(receiver.url(), "10ms")) {
      lab.eventsAfter(lab.submit("ends", "mode", "interactive"), 0);
      String run = lab.submit("ends");
      lab.eventsAfter(run, 0);

      Received first = receiver.next();
      Received second = receiver.next();
      Received third = receiver.next();

      assertSigned(third);
      assertThat(second)
          .extracting(Received::id, Received::body)
          .containsExactly(first.id(), first.body());
      assertThat(third)
          .extracting(Received::id, Received::body)
          .containsExactly(first.id(), first.body());
      assertTells(JsonMapper.shared().readTree(third.body()), lab, run);

      String other = lab.submit("ends", "label", "eve");
      Received next = receiver.next();
      assertThat(next.id()).isNotEqualTo(first.id());
      assertThat(next.body()).contains(other);
      assertThat(receiver.left()).isZero();
    }
  }

  @Test
  void aSubmissionOnSeveralMachinesIsToldOfOnceAndOnceMoreWhenItIsGradedAgain() throws Exception {
    Path ours = Path.of("../grading/src/test/assignments");
    Path copy = Files.createDirectories(home.resolve("assignments/layout"));
    Files.copy(ours.resolve("layout/profile.yml"), copy.resolve("profile.yml"));
    String text =
        Files.readString(ours.resolve("layout/assignment.yml"))
            .replace(
                "machine:\n  type: pc\n  ramMiB: 128\n",
                "machines: [{ type: pc, ramMiB: 128 }, { type: pc, ramMiB: 64 }]\n")
            .replace("  - id: kernel-mapped\n", "  - id: kernel-mapped\n    visibility: never\n")
            .replace(
                "lastCheckpoint:",
                "deadline: { due: \""
                    + Instant.now().minusSeconds(3600)
                    + "\", late: { percentPerDay: 20, days: 3 } }\nlastCheckpoint:");
    Path file = Files.writeString(copy.resolve("assignment.yml"), text);
    runner.script(
        "perfect",
        stage -> {
          DrawnKernel.perfect().captures().forEach(it -> stage.say(new RunEvent.SnapshotTaken(it)));
          return ScriptedRunner.COMPLETED;
        });
    String[] assignment = {"lab.assignments=" + copy.getParent(), "lab.assignment=layout"};
    try (HookReceiver receiver = HookReceiver.start();
        Lab lab = start(receiver.url(), "10ms", assignment)) {
      JsonNode run = lab.json("/api/v1/runs/" + lab.submit("perfect"));
      String submission = "/api/v1/submissions/" + run.path("submission").asString();
      JsonNode told = JsonMapper.shared().readTree(receiver.next().body()).path("data");

      JsonNode runs = lab.json(submission).path("runs");
      assertThat(told.path("runs")).hasSize(2);
      assertThat(told.path("runs").path(1)).isEqualTo(runs.path(1).path("id"));
      assertThat(told.path("run")).isEqualTo(runs.path(0).path("id"));
      assertThat(told.path("verdict").asString()).isEqualTo(submission + "/verdict");
      JsonNode joint = lab.json(submission + "/verdict");
      assertThat(joint.path("score").asInt())
          .isLessThan(runs.path(0).path("verdict").path("score").asInt());
      assertThat(joint.path("max").asInt()).as("what students see").isEqualTo(85);
      JsonNode row = lab.json("/api/v1/assignments/layout/gradebook").at("/rows/0");
      assertThat(told.path("max").asInt()).as("what counts").isEqualTo(100);
      assertThat(told.path("score")).isEqualTo(row.path("score"));
      assertThat(told.path("percentKept")).isEqualTo(row.path("percentKept"));
      assertThat(told.path("percentKept").asInt()).isEqualTo(80);

      Files.writeString(file, text.replace("points: 15", "points: 16"));
    }
    try (HookReceiver receiver = HookReceiver.start();
        Lab lab = start(receiver.url(), "10ms", assignment)) {
      String regrade = "/api/v1/assignments/layout/regrade?scope=all&dry=false";
      assertThat(lab.send(lab.request(regrade).POST(BodyPublishers.noBody())).statusCode())
          .isEqualTo(200);
      JsonNode again = JsonMapper.shared().readTree(receiver.next().body()).path("data");
      assertThat(again.path("max").asInt()).isEqualTo(101);
      lab.eventsAfter(lab.submit("perfect", "label", "eve"), 0);
      assertThat(receiver.next().body()).contains("\"label\":\"eve\"");
      assertThat(receiver.left()).isZero();
    }
  }

  private static void assertTells(JsonNode body, Lab lab, String run) {
    JsonNode row = lab.json("/api/v1/runs/" + run);
    JsonNode data = body.path("data");
    assertThat(body.path("type").asString()).isEqualTo("verdict.given");
    assertThat(body.path("timestamp").asString()).matches("20\\d\\d-.*Z");
    assertThat(data.path("run").asString()).isEqualTo(run);
    assertThat(data.path("submission")).isEqualTo(row.path("submission"));
    assertThat(data.path("score")).isEqualTo(row.path("verdict").path("score"));
    assertThat(lab.json(data.path("verdict").asString()).path("max")).isEqualTo(data.path("max"));
  }

  private static void assertSigned(Received message) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(Base64.getDecoder().decode(KEY), "HmacSHA256"));
    String signed = message.id() + "." + message.timestamp() + "." + message.body();
    byte[] hash = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
    assertThat(message.signature()).isEqualTo("v1," + Base64.getEncoder().encodeToString(hash));
  }

  @Test
  void aReceiverThatWasDownIsToldAfterARestartOfTheLab() throws Exception {
    URI url;
    try (HookReceiver receiver = HookReceiver.start()) {
      url = receiver.url();
    }
    String run;
    try (Lab lab = start(url, "300ms")) {
      run = lab.submit("ends");
      lab.eventsAfter(run, 0);
    }
    try (HookReceiver receiver = HookReceiver.at(url.getPort());
        Lab lab = start(url, "300ms")) {
      assertThat(receiver.next().body()).contains(run);
      assertThat(lab.json("/api/v1/runs/" + run).path("state").asString()).isEqualTo("ENDED");
    }
  }
}
