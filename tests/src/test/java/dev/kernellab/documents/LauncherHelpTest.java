// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the launcher's own commands say of themselves, before anything is installed or built.
@Timeout(60)
class LauncherHelpTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  @TempDir private Path home;

  @ParameterizedTest
  @CsvSource({
    "up, --help, up.sh",
    "up, --port 9 -h, up.sh",
    "test, --help, check.sh",
    "bench, --help, bench.sh",
    "images, --help, images.sh",
    "doctor, -h, doctor.sh",
    "compose, --help, compose.sh"
  })
  void aCommandTellsItsOptionsWhenAsked(String command, String options, String source)
      throws Exception {
    var words = new ArrayList<>(List.of(command));
    words.addAll(List.of(options.split(" ")));

    Said said = lab(words);

    assertThat(said.code).as(said.text).isZero();
    assertThat(said.text).startsWith("Usage: ./lab " + command);
    Pattern option = Pattern.compile("^ *(--[a-z]+)\\)", Pattern.MULTILINE);
    option
        .matcher(Files.readString(ROOT.resolve("launcher").resolve(source)))
        .results()
        .forEach(it -> assertThat(said.text).contains("  " + it.group(1)));
    assertThat(home).isEmptyDirectory();
  }

  @Test
  void whatIsNoOptionIsRefused() throws Exception {
    Said said = lab(List.of("images", "--halp"));
    assertThat(said.code).isEqualTo(2);
    assertThat(said.text).contains("images: unknown option --halp");
  }

  private record Said(int code, String text) {}

  private Said lab(List<String> words) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(ROOT.resolve("lab").toString()));
    command.addAll(words);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LAB_HOME", home.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes());
    return new Said(process.waitFor(), text);
  }
}
