// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// At the kernel's own console: typing, looking on request, stopping.
class InteractiveIT {
  @Test
  void whatIsTypedReachesTheKernelAndAnAskedForSnapshotComes(@TempDir Path home) throws Exception {
    try (LabProcess lab = LabProcess.start(home)) {
      LabHttp http = lab.http();
      String run =
          http.submit(Kernels.reference(), "interactive").json().path("run").path("id").asString();
      String page = "api/v1/runs/" + run;
      List<LabHttp.Event> booted =
          http.events(run, 0, event -> isCheckpoint(event, "checkpoint_idle"));
      assertThat(http.post(page + "/input", "help\r").status()).isEqualTo(202);
      List<LabHttp.Event> answered =
          http.events(run, booted.getLast().id(), event -> isSerial(event, "help"));
      String keys = "{\"text\":\"echo Keys\\n\"}";
      assertThat(http.post(page + "/keys", "application/json", keys).status()).isEqualTo(202);
      StringBuilder echoed = new StringBuilder();
      assertThat(
              http.follow(
                  run,
                  answered.getLast().id(),
                  event ->
                      echoed.append(event.data().path("text").asString("")).indexOf("echo Keys")
                          >= 0))
          .isTrue();
      assertThat(http.post(page + "/snapshots", "").status()).isEqualTo(202);
      List<LabHttp.Event> looked =
          http.events(
              run,
              answered.getLast().id(),
              event -> event.data().path("reason").asString("").equals("request"));
      assertThat(http.delete(page).status()).isEqualTo(202);
      List<LabHttp.Event> rest =
          http.events(run, looked.getLast().id(), event -> event.name().equals("ended"));
      assertThat(rest.getLast().data().path("outcome").path("kind").asString())
          .isEqualTo("CANCELLED");
      assertThat(lab.descendants()).isEmpty();
    }
  }

  private static boolean isCheckpoint(LabHttp.Event event, String name) {
    return event.name().equals("checkpoint") && event.data().path("name").asString().equals(name);
  }

  private static boolean isSerial(LabHttp.Event event, String text) {
    return event.name().equals("serial") && event.data().path("text").asString().contains(text);
  }
}
