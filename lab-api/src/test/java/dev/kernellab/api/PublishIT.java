// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api;

import static dev.kernellab.api.lab.LayoutClass.LAYOUT;
import static dev.kernellab.api.lab.LayoutClass.graded;
import static dev.kernellab.api.lab.LayoutClass.hand;
import static dev.kernellab.api.lab.LayoutClass.put;
import static dev.kernellab.api.lab.LayoutClass.regrade;
import static dev.kernellab.api.lab.LayoutClass.row;
import static dev.kernellab.api.lab.LayoutClass.send;
import static dev.kernellab.api.lab.LayoutClass.start;
import static dev.kernellab.api.lab.LayoutClass.text;
import static dev.kernellab.api.lab.LayoutClass.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.api.lab.Lab;
import dev.kernellab.api.lab.ScriptedRunner;
import dev.kernellab.api.lab.TestDatabase;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// What an instructor may publish, and what a student may hand in then.
@Timeout(60)
class PublishIT {
  private final ScriptedRunner runner = new ScriptedRunner();
  @TempDir private Path home;

  @Test
  void whatCannotBeUsedIsRefusedAndTheClassKeepsWhatItHas() throws Exception {
    try (Lab lab = start(home, runner, List.of("lab.instructor-secret=chalk"))) {
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
    try (Lab lab = start(home, runner, database.fresh())) {
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
}
