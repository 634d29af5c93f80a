// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.assignment;

import dev.kernellab.protocol.Budgets;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.Profile;
import dev.kernellab.protocol.yaml.YamlException;
import dev.kernellab.protocol.yaml.YamlFile;
import java.util.List;

/// Reads an assignment from its two texts.
public final class AssignmentReader {
  public static final String ASSIGNMENT = "assignment.yml";
  public static final String PROFILE = "profile.yml";

  private AssignmentReader() {}

  /// @param assignment the text of `assignment.yml`
  /// @param profile the text of `profile.yml`
  /// @throws AssignmentException naming file, line and field when something in them is not as it
  ///   should be
  public static Assignment read(String assignment, String profile) {
    Profile layout = parse(PROFILE, profile, Profile.class);
    Content content = parse(ASSIGNMENT, assignment, Content.class);
    try {
      return new Assignment(
          content.slug,
          content.title,
          content.machine,
          content.budgets,
          content.lastCheckpoint,
          layout,
          content.checks);
    } catch (IllegalArgumentException e) {
      throw new AssignmentException(ASSIGNMENT + ": " + e.getMessage(), e);
    }
  }

  private static <T> T parse(String name, String text, Class<T> type) {
    try {
      return YamlFile.parse(name, text, type);
    } catch (YamlException e) {
      throw new AssignmentException(String.valueOf(e.getMessage()), e);
    }
  }

  /// `assignment.yml`, field by field.
  private record Content(
      String slug,
      String title,
      Machine machine,
      Budgets budgets,
      String lastCheckpoint,
      List<Check> checks) {}
}
