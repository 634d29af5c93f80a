// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.api.lab.HookReceiver;
import dev.kernellab.api.lab.HookReceiver.Received;
import dev.kernellab.api.lab.Lab;
import dev.kernellab.api.lab.ScriptedRunner;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
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

  private Lab start(URI url, String firstRetry) {
    runner.script("ends", stage -> ScriptedRunner.COMPLETED);
    return Lab.start(
        home,
        runner,
        "lab.hooks.urls=" + url,
        "lab.hooks.secret=whsec_" + KEY,
        "lab.hooks.first-retry=" + firstRetry);
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
