// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.journeys.Kernels;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/// A lab all of whose runners refuse it: one was given another secret, one is of another release.
@OnImages
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
class RefusedRunnersIT {
  private final Deployment deployment;

  RefusedRunnersIT(Deployment deployment) {
    this.deployment = deployment;
  }

  @Test
  void runsWaitAndTheOperatorIsToldWhatToDo() throws Exception {
    Container stranger =
        deployment.startRunner("other-secret-1", Map.of("LAB_RUNNER_SECRET", "another"));
    String runner = deployment.runners().getFirst().addresses().getFirst();
    try (var relay = new Relay(runner, 8090, RefusedRunnersIT::asOfAnotherRelease)) {
      Replica lab = deployment.startStranger(environment(relay));
      lab.awaitReady();
      Await.until("neither is unreachable", () -> bothAreReached(details(lab)));
      assertThat(details(lab).toString())
          .contains("same LAB_RUNNER_SECRET and start both again")
          .contains("speaks protocol 7, the caller 8. Start lab-api and its runners from the same");

      String run = lab.http().run(Kernels.of("halts"));
      Await.until("it was said again", () -> lab.container().log().contains("LAB_RUNNER_SECRET"));
      JsonNode waiting = lab.http().json("api/v1/runs/" + run);
      assertThat(waiting.path("state").asString()).isEqualTo("QUEUED");
      assertThat(waiting.path("attempt").asInt()).isOne();
      assertThat(lab.http().get("actuator/health/readiness").status()).isEqualTo(200);
      assertThat(lab.container().log()).contains("Start lab-api and its runners");
      lab.container().kill();
    }
    stranger.kill();
  }

  private static boolean bothAreReached(JsonNode details) {
    return details.size() == 2 && !details.toString().contains("cannot be reached");
  }

  private static String asOfAnotherRelease(String request) {
    return request.replace("Kernel-Lab-Protocol: 7\r", "Kernel-Lab-Protocol: 8\r");
  }

  private Map<String, String> environment(Relay relay) {
    String between = "http://" + deployment.hostAsSeenByRunners() + ":" + relay.port();
    return Map.of("LAB_RUNNERS", "http://other-secret:8090," + between);
  }

  private static JsonNode details(Replica lab) throws Exception {
    JsonNode runner = lab.http().json("actuator/health").path("components").path("runner");
    assertThat(runner.path("status").asString()).isEqualTo("UNKNOWN");
    return runner.path("details");
  }
}
