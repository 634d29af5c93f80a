// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.journeys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The assignment `memory-manager` where every run is told the same: a kernel shows the same only
/// then.
///
/// @param assignment the text of `assignment.yml`
/// @param profile the text of `profile.yml`
public record SameOperations(String assignment, String profile) {
  private static final String SLUG = "memory-manager";

  /// Ours, each number drawn from a range being the range's first.
  public static SameOperations read() throws IOException {
    Path ours = LabProcess.ROOT.resolve("assignments").resolve(SLUG);
    String text = Files.readString(ours.resolve("assignment.yml"));
    return new SameOperations(
        text.replaceAll("\\{(\\w+)-\\w+}", "{$1-$1}"),
        Files.readString(ours.resolve("profile.yml")));
  }

  /// @return a folder of assignments
  public Path in(Path folder) throws IOException {
    Path copy = Files.createDirectories(folder.resolve("assignments").resolve(SLUG));
    Files.writeString(copy.resolve("assignment.yml"), assignment);
    Files.writeString(copy.resolve("profile.yml"), profile);
    return copy.getParent();
  }

  /// @param secret the lab's `LAB_INSTRUCTOR_SECRET`
  public void publish(LabHttp http, String secret) throws IOException {
    LabHttp.Answer answer =
        http.put(
            "api/v1/assignments/" + SLUG, secret, "assignment", assignment, "profile", profile);
    if (answer.status() != 200) {
      throw new AssertionError("expected 200, got " + answer.status() + ": " + answer.json());
    }
  }
}
