// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.assignment;

import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.author.AssignmentException;
import java.nio.file.Path;

/// Reads an assignment from its folder: `assignment.yml` and, beside it, `profile.yml`.
public final class AssignmentLoader {
  private AssignmentLoader() {}

  /// @throws AssignmentException naming file, line and field when something in it is not as it
  ///   should be
  public static Assignment load(Path folder) {
    return AssignmentTexts.in(folder).read();
  }
}
