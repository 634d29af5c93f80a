// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.assignment;

import dev.kernellab.protocol.Budgets;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.Profile;
import dev.kernellab.protocol.yaml.YamlException;
import dev.kernellab.protocol.yaml.YamlFile;
import java.nio.file.Path;
import java.util.List;

/// Reads an assignment from its folder: `assignment.yml` and, beside it, `profile.yml`.
public final class AssignmentLoader {
  private AssignmentLoader() {}

  /// @throws AssignmentException naming file, line and field when something in it is not as it
  ///   should be
  public static Assignment load(Path folder) {
    Profile profile = read(folder.resolve("profile.yml"), Profile.class);
    Path file = folder.resolve("assignment.yml");
    Content content = read(file, Content.class);
    try {
      return new Assignment(
          content.slug,
          content.title,
          content.machine,
          content.budgets,
          content.lastCheckpoint,
          profile,
          content.checks);
    } catch (IllegalArgumentException e) {
      throw new AssignmentException(file.getFileName() + ": " + e.getMessage(), e);
    }
  }

  private static <T> T read(Path file, Class<T> type) {
    try {
      return YamlFile.read(file, type);
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
