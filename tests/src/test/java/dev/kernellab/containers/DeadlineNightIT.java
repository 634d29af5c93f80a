// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `./lab deadline-night` in small. What must be so on any machine is held to; how long things took
/// is told, and is no matter here.
@OnImages
@Timeout(240)
class DeadlineNightIT {
  private static final int SUBMISSIONS = 20;

  @TempDir private Path home;

  @Test
  void nothingIsLostDoubledOrWrongThoughPartsDie() throws Exception {
    Path said = home.resolve("said");
    var command =
        new ProcessBuilder(
                List.of(
                    ComposeFile.ROOT.resolve("lab").toString(),
                    "deadline-night",
                    "--students=10",
                    "--submissions=" + SUBMISSIONS,
                    "--minutes=0.1",
                    "--viewers=40",
                    "--patience=2"))
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    command.environment().put("LAB_HOME", home.toString());
    Process night = command.start();
    try {
      assertThat(night.waitFor(220, TimeUnit.SECONDS)).as("ends by itself").isTrue();
    } finally {
      night.destroy();
      night.waitFor();
    }
    String output = Files.readString(said);
    assertThat(night.exitValue()).as(output).isBetween(0, 1); // 1: a goal was missed
    Map<String, String> figures = figures();
    assertThat(figures)
        .as(output)
        .containsEntry("submissions accepted", Integer.toString(SUBMISSIONS))
        .containsEntry("marks right in the stream", Integer.toString(SUBMISSIONS))
        .containsEntry("marks wrong when asked for afterwards", "0")
        .containsEntry("submissions lost", "0")
        .containsEntry("submissions doubled", "0")
        .containsEntry("lab faults", "0")
        .containsEntry("gaps", "0")
        .containsEntry("duplicates", "0")
        .doesNotContainKey("trouble");
    assertThat(figures.get("the killed replica answered again after, s")).matches("[0-9.]+");
  }

  /// By the name of the table's line.
  private Map<String, String> figures() throws Exception {
    Path file = home.resolve("deadline-night/figures.json");
    JsonNode all = JsonMapper.shared().readTree(Files.readString(file));
    return all.path("figures")
        .valueStream()
        .collect(
            Collectors.toMap(
                it -> it.path("what").asString(),
                it -> it.path("measured").asString(),
                (one, other) -> one + "; " + other));
  }
}
