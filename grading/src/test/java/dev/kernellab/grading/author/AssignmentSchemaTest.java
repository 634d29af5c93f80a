// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.author;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.assignment.Expectation;
import dev.kernellab.grading.assignment.Toolchain;
import dev.kernellab.grading.fixture.Assignments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The published schema and the reader of assignments agree, and the page names what both know.
class AssignmentSchemaTest {
  private static final Path REFERENCE = Path.of("../docs/reference");
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final String TEXT = Assignments.text("layout", "assignment.yml");
  private static final String PROFILE = Assignments.text("layout", "profile.yml");

  private final JsonNode text = JsonMapper.shared().readTree(read("assignment.schema.json"));
  private final Schema schema =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(text);

  @ParameterizedTest
  @ValueSource(strings = {"memory-manager", "layout"})
  void theAssignmentsHereAreValid(String slug) {
    String text = Assignments.text(slug, "assignment.yml");
    assertThat(schema.validate(YAML.readTree(text))).isEmpty();
    assertThat(Assignments.read(slug).maximum()).isEqualTo(100);
  }

  @Test
  void theProgramsOfTheToolchainAreThoseOfTheSchema() {
    JsonNode known = text.at("/properties/handout/properties/toolchain/items/enum");
    assertThat(known).extracting(JsonNode::asString).containsExactlyElementsOf(Toolchain.PROGRAMS);
  }

  @Test
  void theExampleOfThePageIsValid() {
    String page = read("assignment.md");
    String example = page.substring(page.indexOf("```yaml") + 7, page.indexOf("```\n\n`{2-40}`"));
    assertThat(schema.validate(YAML.readTree(example))).isEmpty();
  }

  @Test
  void everyExpectationStandsInSchemaAndPage() {
    List<String> known =
        Stream.of(Expectation.class.getAnnotation(JsonSubTypes.class).value())
            .map(it -> it.value().getAnnotation(JsonTypeName.class).value())
            .toList();
    JsonNode described = text.at("/$defs/expectation/oneOf");
    assertThat(StreamSupport.stream(described.spliterator(), false))
        .extracting(it -> it.at("/properties/type/const").asString())
        .containsExactlyInAnyOrderElementsOf(known);
    String page = read("assignment.md");
    var told = new TreeSet<String>();
    Pattern.compile("(?m)^\\| `([a-z-]+)` \\| ")
        .matcher(
            page.substring(page.indexOf("| `expect.type`"), page.indexOf("What an expression")))
        .results()
        .forEach(it -> told.add(it.group(1)));
    assertThat(told).containsExactlyInAnyOrderElementsOf(known);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          id: a, title: A, points: 1, at: checkpoint_idle, expect: { type: bitmap-in-palce }
          id: a, title: A, points: 1, at: checkpoint_idle, expect: { type: bitmap-in-place, colour: red }
          id: a, title: A, points: 1, at: checkpoint_idle, expect: { type: within }
          id: a, title: A, points: 1, at: checkpoint_idle, expect: { type: within, instructions: 0 }
          id: a, title: A, points: 1, at: checkpoint_idle, expect: { type: self-reference, entry: 1024 }
          id: a, title: A, points: 1, at: checkpoint_idle, expect: { type: frames-free, start: 4, end: "0x5000" }
          id: a, title: A, points: many, at: checkpoint_idle, expect: { type: bitmap-in-place }
          id: a, points: 1, at: checkpoint_idle, expect: { type: bitmap-in-place }
          id: a, title: A, points: 1, at: "idle#0", expect: { type: bitmap-in-place }
          id: a, title: A, points: 1, at: checkpoint_idle, visibility: sometimes, expect: { type: bitmap-in-place }
          id: a, title: A, points: 1, at: checkpoint_idle, colour: red, expect: { type: bitmap-in-place }
          """)
  void whatIsNoCheckIsRefusedByBoth(String check) {
    String wrong = TEXT.substring(0, TEXT.indexOf("checks:")) + "checks: [ { " + check + " } ]\n";
    assertThat(schema.validate(YAML.readTree(wrong))).isNotEmpty();
    assertThatThrownBy(() -> AssignmentReader.read(wrong, PROFILE))
        .isInstanceOf(AssignmentException.class);
  }

  @Test
  void whatIsReadIsTheSameAgainFromItsOwnJson() {
    Assignment assignment = AssignmentReader.read(TEXT, PROFILE);
    JsonMapper json =
        JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
    assertThat(json.readValue(json.writeValueAsString(assignment), Assignment.class))
        .isEqualTo(assignment);
  }

  private static String read(String name) {
    try {
      return Files.readString(REFERENCE.resolve(name));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
