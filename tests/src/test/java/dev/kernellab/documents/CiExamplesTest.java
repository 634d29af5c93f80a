// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.runner.archive.ArchiveLimits;
import dev.kernellab.runner.archive.SourceArchive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The jobs that are given away to copy: they are YAML, what they call is there, and what they keep
/// is what was written. Nothing is graded here.
class CiExamplesTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Path GITLAB = ROOT.resolve("docs/examples/gitlab-ci.yml");
  private static final Pattern CALL = Pattern.compile("lab/lab ([a-z]+)([^\\n]*)");
  private static final Pattern OPTION = Pattern.compile("--[a-z]+");

  @TempDir private Path folder;

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

  @ParameterizedTest
  @ValueSource(strings = {"github-actions.yml", "gitlab-ci.yml"})
  void anExampleKeepsTheReportThatItHasWritten(String name) throws IOException {
    String text = Files.readString(ROOT.resolve("docs/examples").resolve(name));
    assertThat(found("--junit (\\S+)", text)).hasSize(1);
    assertThat(found("(?:path:|paths: \\[|junit:) *([\\w.]*\\.xml)", text))
        .isNotEmpty()
        .containsOnlyElementsOf(found("--junit (\\S+)", text));
    assertThat(text).containsPattern("if: always\\(\\)|when: always");
    for (String assignment : found("--assignment (\\S+)", text)) {
      assertThat(ROOT.resolve("assignments").resolve(assignment)).isDirectory();
    }
  }

  @Test
  void theGitLabJobHandsEveryProjectInUnderANameOfItsOwn() throws Exception {
    String deep = "school/a-course-with-a-long-name/autumn-of-a-year/group-of-tuesday-morning/";
    List<String> projects =
        List.of(deep + "ada/kernel", deep + "bob/kernel", "os/eve.m/kernel", "os/eve-m/kernel");
    var names = new TreeSet<String>();
    for (String project : projects) {
      Path archive = handedIn(project);
      assertThat(SourceArchive.open(archive, ArchiveLimits.DEFAULT)).isNotNull();
      names.add(archive.getFileName().toString());
    }
    assertThat(names).hasSameSizeAs(projects);
  }

  /// Runs the job's script on a repository, but for the grading.
  private Path handedIn(String project) throws Exception {
    var script = new ArrayList<String>();
    collect(((Map<?, ?>) read(GITLAB).get("grade")).get("script"), script);
    Path pushed = Files.createDirectories(folder.resolve(project));
    Files.writeString(pushed.resolve("Makefile"), "all:\n");
    script.addFirst(
        "git init -q && git add . && git -c user.name=a -c user.email=a@b commit -qm pushed");
    var shell =
        new ProcessBuilder(
            "bash",
            "-eo",
            "pipefail",
            "-c",
            String.join("\n", script).replace("/opt/lab/lab grade", "echo"));
    shell
        .environment()
        .putAll(Map.of("CI_PROJECT_PATH", project, "LAB_SERVER", "x", "TMPDIR", folder.toString()));
    Process process = shell.directory(pushed.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return Path.of(said.substring(0, said.indexOf(' ')));
  }

  private static List<String> found(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(it -> it.group(1)).toList();
  }

  @Test
  void theGuideNamesOnlyOptionsThatThereAre() throws IOException {
    String guide = Files.readString(ROOT.resolve("docs/how-to/grade-in-ci.md"));
    String options = sources("grade") + sources("");
    assertThat(OPTION.matcher(guide).results().map(it -> it.group()).distinct())
        .contains("--local", "--junit", "--seed")
        .allSatisfy(it -> assertThat(options).contains("\"" + it + "\""));
  }

  private static Map<?, ?> read(Path file) throws IOException {
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
  }

  private static void collect(Object node, List<String> texts) {
    switch (node) {
      case Map<?, ?> map -> map.values().forEach(it -> collect(it, texts));
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
