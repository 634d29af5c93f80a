// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Held against the fields that Gradescope documents.
class GradescopeResultsTest {
  private static final Set<String> FIELDS =
      Set.of(
          "score",
          "execution_time",
          "output",
          "output_format",
          "test_output_format",
          "test_name_format",
          "visibility",
          "stdout_visibility",
          "extra_data",
          "tests",
          "leaderboard");
  private static final Set<String> FIELDS_OF_A_TEST =
      Set.of(
          "score",
          "max_score",
          "status",
          "name",
          "name_format",
          "number",
          "output",
          "output_format",
          "tags",
          "visibility",
          "extra_data");

  @Test
  void hasTheDocumentedFieldsAndNoOther() {
    JsonNode results = results(Reports.common());

    assertThat(FIELDS).containsAll(results.propertyNames());
    assertThat(results.path("score").asInt()).isEqualTo(55);
    assertThat(results.path("tests")).hasSize(5);
    for (JsonNode test : results.path("tests")) {
      assertThat(FIELDS_OF_A_TEST).containsAll(test.propertyNames());
      assertThat(test.path("status").asString()).isIn("passed", "failed");
      assertThat(test.path("score").isNumber()).isTrue();
    }
    JsonNode partial = results.path("tests").path(1);
    assertThat(partial.path("max_score").asInt()).isEqualTo(20);
    assertThat(partial.path("status").asString()).isEqualTo("failed");
    assertThat(partial.path("output").asString())
        .startsWith("12 of 48 frames are allocated.\nEvidence: snapshot 3, frames 0 ");
  }

  @Test
  void isNeverTakenForHtml() {
    JsonNode results = results(Reports.hostile());

    assertThat(results.path("output_format").asString()).isEqualTo("text");
    assertThat(results.path("test_output_format").asString()).isEqualTo("text");
    assertThat(results.path("test_name_format").asString()).isEqualTo("text");
    assertThat(results.path("output").asString()).doesNotContain("\u001B", "\u202E", "\u0000");
  }

  private static JsonNode results(GradedRun run) {
    return JsonMapper.shared().readTree(VerdictForm.GRADESCOPE.write(run));
  }
}
