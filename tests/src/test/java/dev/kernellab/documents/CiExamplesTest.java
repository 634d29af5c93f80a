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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The jobs that are given away to copy: they are YAML, and what they call is there. No job of them
/// is run here.
class CiExamplesTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern CALL = Pattern.compile("lab/lab ([a-z]+)([^\\n]*)");
  private static final Pattern OPTION = Pattern.compile("--[a-z]+");

  @ParameterizedTest
  @ValueSource(strings = {"github-actions.yml", "gitlab-ci.yml"})
  void whatAnExampleCallsExists(String name) throws IOException {
    var commands = new ArrayList<String>();
    collect(read(ROOT.resolve("docs/examples").resolve(name)), commands);
    List<String[]> calls =
        commands.stream()
            .flatMap(it -> CALL.matcher(it).results())
            .map(it -> new String[] {it.group(1), it.group(2)})
            .toList();

    assertThat(calls).isNotEmpty();
    String launcher = Files.readString(ROOT.resolve("lab"));
    String options = sources("grade") + sources("");
    for (String[] call : calls) {
      assertThat(call[0]).isEqualTo("grade");
      assertThat(launcher).containsPattern("\\| grade \\|");
      OPTION
          .matcher(call[1])
          .results()
          .forEach(it -> assertThat(options).contains("names = \"" + it.group() + "\""));
    }
  }

  @Test
  void theGuideNamesOnlyOptionsThatThereAre() throws IOException {
    String guide = Files.readString(ROOT.resolve("docs/how-to/grade-in-ci.md"));
    String options = sources("grade") + sources("");
    assertThat(OPTION.matcher(guide).results().map(it -> it.group()).distinct())
        .contains("--local", "--junit", "--seed")
        .allSatisfy(it -> assertThat(options).contains("\"" + it + "\""));
  }

  private static Object read(Path file) throws IOException {
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
  }

  private static void collect(Object node, List<String> texts) {
    switch (node) {
      case java.util.Map<?, ?> map -> map.values().forEach(it -> collect(it, texts));
      case List<?> list -> list.forEach(it -> collect(it, texts));
      case String text -> texts.add(text);
      default -> {}
    }
  }

  private static String sources(String folder) throws IOException {
    Path sources = ROOT.resolve("lab-cli/src/main/java/dev/kernellab/cli").resolve(folder);
    var all = new StringBuilder();
    try (var files = Files.list(sources)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }
}
