// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.author;

import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.assignment.Check;
import dev.kernellab.grading.assignment.Deadline;
import dev.kernellab.grading.assignment.Handout;
import dev.kernellab.grading.assignment.Operations;
import dev.kernellab.protocol.Budgets;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.Profile;
import dev.kernellab.protocol.yaml.YamlException;
import dev.kernellab.protocol.yaml.YamlFile;
import dev.kernellab.protocol.yaml.YamlLines;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads an assignment from its two texts. What it returns is sound; what is not is refused with
/// file, line, field and a suggestion.
public final class AssignmentReader {
  public static final String ASSIGNMENT = "assignment.yml";
  public static final String PROFILE = "profile.yml";

  /// Each costs every submission a run.
  private static final int MOST_MACHINES = 8;

  private AssignmentReader() {}

  /// The folder whose files go over a student's, if it names one.
  ///
  /// @throws AssignmentException as [#read]
  public static Optional<String> overwrite(String assignment) {
    return Optional.ofNullable(parse(ASSIGNMENT, assignment, Content.class).handout())
        .map(Handout::overwrite);
  }

  /// One without files that go over a student's.
  ///
  /// @throws AssignmentException naming file, line and field when something in them is not as it
  ///   should be
  public static Assignment read(String assignment, String profile) {
    return read(assignment, profile, new TreeMap<>());
  }

  /// @param assignment the text of `assignment.yml`
  /// @param profile the text of `profile.yml`
  /// @param given the files of the folder [#overwrite]
  /// @throws AssignmentException naming file, line and field when something in them is not as it
  ///   should be
  public static Assignment read(
      String assignment, String profile, SortedMap<String, byte[]> given) {
    Profile layout = parse(PROFILE, profile, Profile.class);
    Content content = parse(ASSIGNMENT, assignment, Content.class);
    List<Slip> slips = content.slips(given.isEmpty());
    if (slips.isEmpty()) {
      String version = ContentHash.of(List.of(assignment, profile), given);
      Assignment read = content.assignment(layout, version);
      slips = new AssignmentRules(read).slips();
      if (slips.isEmpty()) {
        return read;
      }
    }
    throw refusal(slips, YamlLines.of(assignment));
  }

  /// Something that is wrong with a file that reads well.
  ///
  /// @param path of the field, such as `checks[3].at`
  record Slip(String path, String reason) {}

  private static AssignmentException refusal(List<Slip> slips, YamlLines lines) {
    return new AssignmentException(
        slips.stream()
            .map(it -> ASSIGNMENT + ":" + lines.of(it.path, 1) + ": " + it.path + ": " + it.reason)
            .collect(Collectors.joining("\n")),
        null);
  }

  private static <T> T parse(String name, String text, Class<T> type) {
    try {
      return YamlFile.parse(name, text, type);
    } catch (YamlException e) {
      throw new AssignmentException(String.valueOf(e.getMessage()), e);
    }
  }

  /// `assignment.yml`, field by field.
  ///
  /// @param format of the file; absent: 1, the only one so far
  private record Content(
      @Nullable Integer format,
      String slug,
      String title,
      @Nullable Handout handout,
      @Nullable Machine machine,
      @Nullable List<Machine> machines,
      @Nullable Operations operations,
      Budgets budgets,
      String lastCheckpoint,
      @Nullable Deadline deadline,
      @Nullable Integer attempts,
      List<Check> checks) {

    List<Slip> slips(boolean nothingGiven) {
      if (format != null && format != 1) {
        return List.of(new Slip("format", "this lab reads format 1, got " + format));
      }
      if ((machine == null) == (machines == null) || machines != null && machines.isEmpty()) {
        return List.of(new Slip("machine", "expected one machine, or a list of machines"));
      }
      if (all().size() > MOST_MACHINES) {
        return List.of(
            new Slip("machines", "expected at most " + MOST_MACHINES + ", got " + all().size()));
      }
      if (all().stream().anyMatch(it -> it.start().hasExtraFiles())) {
        return List.of(
            new Slip(
                "machine.boot",
                "what is to be loaded the build makes: give each module a path, and no symbols"));
      }
      String overwrite = handout == null ? null : handout.overwrite();
      if (overwrite != null && nothingGiven) {
        return List.of(
            new Slip(
                "handout.overwrite",
                "there are no files in \""
                    + overwrite
                    + "\" beside assignment.yml; put there what is to replace students' files, or"
                    + " leave the field out"));
      }
      return List.of();
    }

    private List<Machine> all() {
      return machine == null
          ? List.copyOf(machines == null ? List.of() : machines)
          : List.of(machine);
    }

    Assignment assignment(Profile profile, String version) {
      return new Assignment(
          slug,
          title,
          version,
          handout,
          all(),
          operations,
          budgets,
          lastCheckpoint,
          deadline,
          attempts,
          profile,
          checks);
    }
  }
}
