// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.author;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.fixture.Assignments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssignmentJsonTest {
  @ParameterizedTest
  @ValueSource(strings = {"memory-manager", "layout"})
  void whatIsWrittenIsReadAsItWas(String slug) {
    Assignment assignment = Assignments.read(slug);

    assertThat(AssignmentJson.read(AssignmentJson.write(assignment))).isEqualTo(assignment);
  }

  @Test
  void nonsenseIsRefused() {
    for (String nonsense : new String[] {"", "{", "[]", "{}", "{\"slug\":\"x\",\"checks\":7}"}) {
      assertThatThrownBy(() -> AssignmentJson.read(nonsense))
          .as(nonsense)
          .isInstanceOf(AssignmentException.class);
    }
  }
}
