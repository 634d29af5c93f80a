// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.journeys.Kernels;
import dev.kernellab.journeys.LabHttp;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The disk under PostgreSQL runs full, really: writes are refused in words, reads go on, and what
/// was accepted comes to its end as soon as there is room.
@OnImages
@Timeout(240)
class DatabaseFullIT {
  private static final int DATABASE_MIB = 112;
  private static final int MOST_WRITES = 2_000;
  private static final String FILLER = "/var/lib/postgresql/data/filler";

  @Test
  void readsGoOnWritesAreRefusedAndNothingAcceptedIsLost() throws Exception {
    try (Deployment deployment =
        Deployment.start(Deployment.Plan.of(1, 1).withDatabaseOf(DATABASE_MIB))) {
      LabHttp lab = deployment.replicas().getFirst().http();
      String earlier = lab.run(Kernels.of("halts"));
      List<LabHttp.Event> events = lab.eventsToTheEnd(earlier);

      Container.Result filled =
          deployment.database().exec("dd", "if=/dev/zero", "of=" + FILLER, "bs=64k");
      assertThat(filled.output()).contains("No space left on device");
      List<String> accepted = submitUntilRefused(lab);

      assertThat(lab.eventsToTheEnd(earlier)).isEqualTo(events);
      assertThat(lab.get("api/v1/runs").status()).isEqualTo(200);
      assertThat(lab.get("actuator/health/readiness").status()).isEqualTo(200);

      assertThat(deployment.database().exec("rm", FILLER).exitCode()).isZero();
      Await.until(
          "submissions are taken again", () -> lab.submit(Kernels.of("halts")).status() == 201);
      for (String run : accepted) {
        List<LabHttp.Event> all = lab.eventsToTheEnd(run);
        assertThat(all.stream().filter(it -> it.name().equals("verdict"))).as(run).hasSize(1);
        assertThat(all.stream().map(LabHttp.Event::id)).doesNotHaveDuplicates().isSorted();
      }
    }
  }

  /// A row may still find room in a page that is half empty, so the first is not yet refused.
  private static List<String> submitUntilRefused(LabHttp lab) throws Exception {
    List<String> accepted = new ArrayList<>();
    LabHttp.Answer answer = lab.submit(Kernels.of("halts"));
    for (int i = 0; answer.status() == 201 && i < MOST_WRITES; i++) {
      accepted.add(answer.json().path("run").path("id").asString());
      answer = lab.submit(Kernels.of("halts"));
    }
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.code()).isEqualTo("STORAGE_FULL");
    return accepted;
  }
}
