// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.assignment;

import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.author.AssignmentException;
import dev.kernellab.grading.author.AssignmentReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// An assignment as its author wrote it.
///
/// @param assignment the text of `assignment.yml`
/// @param profile the text of `profile.yml`
record AssignmentTexts(String assignment, String profile) {

  /// @throws AssignmentException when a file cannot be read
  static AssignmentTexts in(Path folder) {
    return new AssignmentTexts(
        text(folder.resolve(AssignmentReader.ASSIGNMENT)),
        text(folder.resolve(AssignmentReader.PROFILE)));
  }

  /// @throws AssignmentException naming file, line and field when something in it is not as it
  ///   should be
  Assignment read() {
    return AssignmentReader.read(assignment, profile);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssignmentException(file + ": cannot be read, " + e.getMessage(), e);
    }
  }
}
