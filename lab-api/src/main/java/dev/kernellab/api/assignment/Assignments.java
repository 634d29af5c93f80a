// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.assignment;

import dev.kernellab.grading.assignment.Assignment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Every assignment the lab has.
public final class Assignments {
  private final SortedMap<String, Assignment> bySlug;

  private Assignments(SortedMap<String, Assignment> bySlug) {
    this.bySlug = bySlug;
  }

  /// Those of a folder with a folder for each.
  ///
  /// @throws AssignmentException when one cannot be used as it is written
  public static Assignments load(Path root) throws IOException {
    Path folder = root.toAbsolutePath().normalize();
    if (!Files.isDirectory(folder)) {
      throw new IllegalStateException(
          "lab.assignments: no such folder, " + folder + ". Set LAB_ASSIGNMENTS.");
    }
    var bySlug = new TreeMap<String, Assignment>();
    try (Stream<Path> folders = Files.list(folder)) {
      for (Path one : folders.filter(Assignments::isAssignment).toList()) {
        Assignment assignment = AssignmentLoader.load(one);
        bySlug.put(assignment.slug(), assignment);
      }
    }
    return new Assignments(bySlug);
  }

  private static boolean isAssignment(Path folder) {
    return Files.isRegularFile(folder.resolve("assignment.yml"));
  }

  public Optional<Assignment> find(String slug) {
    return Optional.ofNullable(bySlug.get(slug));
  }

  /// In alphabetical order.
  public List<Assignment> all() {
    return List.copyOf(bySlug.values());
  }
}
