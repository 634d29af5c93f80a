// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.api.lab.Lab;
import dev.kernellab.api.lab.S3Server;
import dev.kernellab.api.lab.ScriptedRunner;
import dev.kernellab.protocol.Booted;
import dev.kernellab.protocol.RunEvent;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A lab whose submitted files are in a bucket.
@Timeout(120)
class S3LabIT {
  private final ScriptedRunner runner = new ScriptedRunner();
  @TempDir private Path home;
  @TempDir private Path scratch;

  @Test
  void runsWhatIsInTheBucketAndSaysWhoseFaultItIsWhenItIsGone() throws IOException {
    String submission;
    try (S3Server server = S3Server.start(scratch)) {
      try (Lab lab = start(server)) {
        String run = lab.submit("a");
        assertThat(ended(lab, run).path("kind").asString()).isNotEqualTo("LAB_FAULT");
        submission = lab.json("/api/v1/runs/" + run).path("submission").asString();
      }
      try (Lab lab = start(server)) { // with nothing at hand
        assertThat(ended(lab, runAgain(lab, submission)).path("kind").asString())
            .isNotEqualTo("LAB_FAULT");
      }
    }
    try (S3Server empty = S3Server.start(scratch);
        Lab lab = start(empty)) {
      JsonNode outcome = ended(lab, runAgain(lab, submission));
      assertThat(outcome.path("kind").asString()).isEqualTo("LAB_FAULT");
      assertThat(outcome.path("code").asString()).isEqualTo("STORAGE_UNAVAILABLE");
    }
  }

  @Test
  void aBucketOutOfReachRefusesSubmissionsAndNothingElse() throws IOException {
    S3Server server = S3Server.start(scratch);
    try (Lab lab = start(server)) {
      String run = lab.submit("a");
      ended(lab, run);
      server.stop();
      HttpResponse<String> refused = lab.submission(Lab.elf("b"));
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.body()).contains("STORAGE_UNAVAILABLE");
      assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(lab.json("/api/v1/runs/" + run).path("state").asString()).isEqualTo("ENDED");
      assertThat(lab.json("/api/v1/runs").path("items").size()).isEqualTo(1);
    } finally {
      server.close();
    }
  }

  @Test
  void aCapsuleWaitsForItsFilesRatherThanGoWithoutThem() throws IOException {
    String sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; // of "abc"
    var started =
        new RunEvent.MachineStarted(new Booted("7.2", List.of(), sha256), "eJxLTEoGAAJNASc=");
    runner.scriptForAll(
        stage -> {
          stage.say(started);
          return ScriptedRunner.COMPLETED;
        });
    S3Server server = S3Server.start(scratch);
    try (Lab lab = start(server)) {
      HttpResponse<String> made = lab.submission(new byte[] {0x1F, 'm', 'i', 'n', 'e'});
      String run = JsonMapper.shared().readTree(made.body()).at("/run/id").asString();
      ended(lab, run);
      String capsule = "/api/v1/runs/" + run + "/capsule";
      forget(sha256);
      assertThat(lab.get(capsule).statusCode()).isEqualTo(200);

      server.stop();
      assertThat(lab.get(capsule).statusCode()).as("it is at hand now").isEqualTo(200);
      forget(sha256);
      HttpResponse<String> refused = lab.get(capsule);

      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.body()).contains("STORAGE_UNAVAILABLE", "Try again");
    } finally {
      server.close();
    }
  }

  /// What is at hand comes and goes.
  private void forget(String sha256) throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      Files.delete(files.filter(it -> it.endsWith(sha256)).findFirst().orElseThrow());
    }
  }

  private Lab start(S3Server server) {
    return Lab.start(
        home, runner, "lab.s3.bucket=" + S3Server.BUCKET, "lab.s3.endpoint=" + server.endpoint());
  }

  private static String runAgain(Lab lab, String submission) {
    HttpResponse<String> made =
        lab.send(
            lab.request("/api/v1/submissions/" + submission + "/runs")
                .POST(BodyPublishers.noBody()));
    assertThat(made.statusCode()).isEqualTo(201);
    return JsonMapper.shared().readTree(made.body()).path("id").asString();
  }

  private static JsonNode ended(Lab lab, String run) {
    lab.eventsAfter(run, 0);
    return lab.json("/api/v1/runs/" + run).path("outcome");
  }
}
