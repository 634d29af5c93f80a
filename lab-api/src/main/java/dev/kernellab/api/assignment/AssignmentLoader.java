// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.assignment;

import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.author.AssignmentException;
import dev.kernellab.grading.author.AssignmentReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads an assignment from its folder: `assignment.yml` and, beside it, `profile.yml`.
public final class AssignmentLoader {
  private AssignmentLoader() {}

  /// @throws AssignmentException naming file, line and field when something in it is not as it
  ///   should be
  public static Assignment load(Path folder) {
    Assignment assignment =
        AssignmentReader.read(
            text(folder.resolve(AssignmentReader.ASSIGNMENT)),
            text(folder.resolve(AssignmentReader.PROFILE)));
    if (assignment.machines().size() > 1) {
      throw new AssignmentException(
          folder
              + ": machines: this lab runs a submission on one machine, got "
              + assignment.machines().size(),
          null);
    }
    return assignment;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssignmentException(file + ": cannot be read, " + e.getMessage(), e);
    }
  }
}
