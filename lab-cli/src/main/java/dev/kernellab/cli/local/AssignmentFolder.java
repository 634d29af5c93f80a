// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.local;

import dev.kernellab.cli.UsageProblem;
import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.author.AssignmentException;
import dev.kernellab.grading.author.AssignmentReader;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.yaml.YamlException;
import dev.kernellab.protocol.yaml.YamlFile;
import dev.kernellab.runner.archive.GivenFiles;
import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// An assignment as its author keeps it.
///
/// @param given what goes over students' files
public record AssignmentFolder(Assignment assignment, GivenFiles given) {

  /// @throws UsageProblem naming file, line and field when something is not as it should be
  public static AssignmentFolder read(Path folder) {
    String assignment = text(folder, AssignmentReader.ASSIGNMENT);
    String profile = text(folder, AssignmentReader.PROFILE);
    try {
      Optional<String> overwrite = AssignmentReader.overwrite(assignment);
      GivenFiles given =
          overwrite.isEmpty() ? GivenFiles.NONE : GivenFiles.in(folder.resolve(overwrite.get()));
      return new AssignmentFolder(AssignmentReader.read(assignment, profile, given.files()), given);
    } catch (IOException e) {
      throw new UsageProblem(folder + ": cannot be read, " + e.getMessage());
    } catch (SubmissionRejectedException e) {
      throw new UsageProblem(folder + ": handout.overwrite: " + e.sentence());
    } catch (AssignmentException e) {
      String where = folder + "/"; // so that an editor finds the place
      throw new UsageProblem(
          String.valueOf(e.getMessage()).replaceAll("(?m)^(?=\\w+\\.yml)", where));
    }
  }

  /// The folder of an assignment, which may be named as the service names it.
  ///
  /// @param name a folder, or the name of one in `$LAB_ASSIGNMENTS` (default: `assignments`)
  public static Path find(String name) {
    Path root =
        Path.of(Optional.ofNullable(System.getenv("LAB_ASSIGNMENTS")).orElse("assignments"));
    Path named = Path.of(name);
    Path folder = isAssignment(named) ? named : root.resolve(name);
    if (!isAssignment(folder)) {
      throw new UsageProblem(
          "--assignment: neither %s nor %s has an %s."
              .formatted(named, folder, AssignmentReader.ASSIGNMENT));
    }
    return folder;
  }

  private static boolean isAssignment(Path folder) {
    return Files.isRegularFile(folder.resolve(AssignmentReader.ASSIGNMENT));
  }

  /// The same on other machines.
  public AssignmentFolder on(List<Machine> machines) {
    return new AssignmentFolder(assignment.on(machines), given);
  }

  /// One of its files.
  public static String text(Path folder, String name) {
    try {
      return YamlFile.text(folder.resolve(name));
    } catch (YamlException e) {
      throw new UsageProblem(String.valueOf(e.getMessage()));
    }
  }
}
