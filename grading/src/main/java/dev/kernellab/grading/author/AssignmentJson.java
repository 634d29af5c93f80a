// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.author;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.kernellab.grading.assignment.Assignment;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// An assignment as labs tell each other of it.
public final class AssignmentJson {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .addMixIn(Assignment.class, Derived.class)
          .build();

  /// What is written for readers alone.
  @JsonIgnoreProperties(value = "machine", allowGetters = true)
  private interface Derived {}

  private AssignmentJson() {}

  public static String write(Assignment assignment) {
    return JSON.writeValueAsString(assignment);
  }

  /// @throws AssignmentException when it is none, or not sound
  public static Assignment read(String text) {
    try {
      Assignment assignment = JSON.readValue(text, Assignment.class);
      List<AssignmentReader.Slip> slips = new AssignmentRules(assignment).slips();
      if (slips.isEmpty()) {
        return assignment;
      }
      throw new AssignmentException(
          slips.getFirst().path() + ": " + slips.getFirst().reason(), null);
    } catch (JacksonException | NullPointerException e) {
      throw new AssignmentException("not an assignment, or one without all its parts", e);
    }
  }
}
