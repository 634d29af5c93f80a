// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.author;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.kernellab.grading.fixture.Assignments;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is told of a file that is no YAML, or more of it than is read here.
class AssignmentYamlTest {
  private static final String ASSIGNMENT = Assignments.text("layout", "assignment.yml");
  private static final String PROFILE = Assignments.text("layout", "profile.yml");

  @Test
  void whatIsNoYaml() {
    assertThatExceptionOfType(AssignmentException.class)
        .isThrownBy(() -> AssignmentReader.read(ASSIGNMENT, "name: x\n\ttitle: y\n"))
        .withMessageStartingWith("profile.yml:2: no YAML: a tab; indent with spaces");
    assertThatExceptionOfType(AssignmentException.class)
        .isThrownBy(() -> AssignmentReader.read(ASSIGNMENT, ""))
        .withMessage("profile.yml:1: the file is empty");
    assertThatExceptionOfType(AssignmentException.class)
        .isThrownBy(() -> AssignmentReader.read("#".repeat(300_000), PROFILE))
        .withMessageStartingWith("assignment.yml:1: larger than 256 KiB");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "points: &p 15 | &p gives a name to what follows",
        "points: *p | *p stands for what is named so elsewhere",
        "<<: *p | <<: takes fields over from elsewhere",
        "<<: { points: 15 } | <<: takes fields over from elsewhere",
        "points: !!int 15 | !!int says of what type a value is",
        "*points* : 15 | no YAML: a text that begins with *",
        "title: A: B | no YAML: a second \": \" in a line; put",
        "? [points] | expected a field's name",
        "points:\t15 | no YAML: a tab; indent with spaces",
      })
  void whatYamlHasAndAFileNeedNotIsNamedWithItsLine(String wrong, String reason) {
    assertThatExceptionOfType(AssignmentException.class)
        .isThrownBy(
            () -> AssignmentReader.read(ASSIGNMENT.replaceFirst("points: 15", wrong), PROFILE))
        .withMessageStartingWith("assignment.yml:40: " + reason);
    assertThat(
            AssignmentReader.read(
                ASSIGNMENT.replaceFirst("title: .*", "title: \"*&!%@\""), PROFILE))
        .isNotNull();
  }

  @Test
  void oneDocumentIsInAFileAndWhatGrowsIsRefusedAtOnce() {
    var bomb = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x]\n");
    for (char c = 'a'; c < 'z'; c++) {
      bomb.append(
          (char) (c + 1) + ": &" + (char) (c + 1) + " [" + ("*" + c + ", ").repeat(9) + "]\n");
    }
    refused("slug: x\n" + bomb).withMessageStartingWith("assignment.yml:2: &a gives a name");
    refused("a: " + "[".repeat(250_000)).withMessage("assignment.yml:1: nested too deeply");
    refused(ASSIGNMENT + "---\n" + ASSIGNMENT).withMessageContaining(": a second document begins");
  }

  private static ThrowableAssertAlternative<AssignmentException> refused(String text) {
    return assertThatExceptionOfType(AssignmentException.class)
        .isThrownBy(
            () ->
                assertTimeoutPreemptively(
                    Duration.ofSeconds(5), () -> AssignmentReader.read(text, PROFILE)));
  }
}
