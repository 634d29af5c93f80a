// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.assignment;

import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.author.AssignmentException;
import dev.kernellab.grading.author.AssignmentReader;
import dev.kernellab.protocol.yaml.YamlException;
import dev.kernellab.protocol.yaml.YamlFile;
import dev.kernellab.runner.archive.GivenFiles;
import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.io.IOException;
import java.nio.file.Path;

/// An assignment as its author wrote it.
///
/// @param assignment the text of `assignment.yml`
/// @param profile the text of `profile.yml`
/// @param given what goes over students' files
record AssignmentTexts(String assignment, String profile, GivenFiles given) {

  /// @throws AssignmentException when a file cannot be read
  static AssignmentTexts in(Path folder) {
    return new AssignmentTexts(
            text(folder.resolve(AssignmentReader.ASSIGNMENT)),
            text(folder.resolve(AssignmentReader.PROFILE)),
            GivenFiles.NONE)
        .withGivenOf(folder);
  }

  /// With the files that it names in a folder.
  ///
  /// @throws AssignmentException when they cannot be read
  AssignmentTexts withGivenOf(Path folder) {
    String name = AssignmentReader.overwrite(assignment).orElse(null);
    if (name == null) {
      return this;
    }
    try {
      return new AssignmentTexts(assignment, profile, GivenFiles.in(folder.resolve(name)));
    } catch (IOException e) {
      throw new AssignmentException(
          folder.resolve(name) + ": cannot be read, " + e.getMessage(), e);
    } catch (SubmissionRejectedException e) {
      throw new AssignmentException(folder.resolve(name) + ": " + e.sentence(), e);
    }
  }

  /// @throws AssignmentException naming file, line and field when something in it is not as it
  ///   should be
  Assignment read() {
    return AssignmentReader.read(assignment, profile, given.files());
  }

  private static String text(Path file) {
    try {
      return YamlFile.text(file);
    } catch (YamlException e) {
      throw new AssignmentException(String.valueOf(e.getMessage()), e);
    }
  }
}
