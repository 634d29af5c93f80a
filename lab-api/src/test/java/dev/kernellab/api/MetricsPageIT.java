// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.api.lab.Lab;
import dev.kernellab.api.lab.ScriptedRunner;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.protocol.RunState;
import dev.kernellab.runner.QemuKernelRunner;
import dev.kernellab.runner.RunnerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The page of metrics says what there is, and whoever asks for a metric asks for one on the page.
@Timeout(60)
class MetricsPageIT {
  private static final Path PAGE = Path.of("../docs/reference/metrics.md");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(lab[.a-z]+)` \\| `([a-z_]+)` \\| ([^|]+) \\| ([^|]*)\\|");
  private static final Pattern FRAMEWORK_ROW = Pattern.compile("(?m)^\\| (`[a-z]+_.*?) \\|");
  private static final Pattern CODE = Pattern.compile("`([a-z_]+)`");
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$");
  private static final Pattern NAME =
      Pattern.compile("\\b(?:lab|http|hikaricp|jvm|process|disk)_[a-z_]+");
  private static final Pattern PART = Pattern.compile("_(bucket|count|sum|max)$");

  @TempDir private static Path home;
  private static Lab lab;
  private static QemuKernelRunner qemu;
  private static String page;
  private static String scraped;

  @BeforeAll
  static void measureSomething() throws IOException {
    var runner = new ScriptedRunner();
    runner.script("fails once", MetricsPageIT::failOnce);
    lab = Lab.start(home, runner);
    qemu = new QemuKernelRunner(RunnerSettings.DEFAULT, lab.meters());
    lab.eventsAfter(lab.submit("fails once"), 0);
    page = Files.readString(PAGE);
    scraped = lab.get("/actuator/prometheus").body();
  }

  private static RunOutcome failOnce(ScriptedRunner.Stage stage) {
    if (stage.request().attempt() == 1) {
      return new RunOutcome(RunOutcome.Kind.LAB_FAULT, "MONITOR", "For once.");
    }
    stage.say(new RunEvent.StateChanged(RunState.RUNNING, stage.request().attempt()));
    return ScriptedRunner.COMPLETED;
  }

  @AfterAll
  static void stop() {
    qemu.close();
    lab.close();
  }

  @Test
  void namesEveryMeterOfTheLabAndNoOther() {
    Set<String> registered =
        lab.meters().getMeters().stream()
            .map(meter -> meter.getId().getName())
            .filter(name -> name.startsWith("lab."))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(documented().keySet()).isEqualTo(registered);
  }

  @Test
  void saysWhatPrometheusMakesOfThem() {
    var exposed = new TreeMap<String, String>();
    TYPE.matcher(scraped)
        .results()
        .filter(it -> it.group(1).startsWith("lab_") && !it.group(1).endsWith("_max"))
        .forEach(it -> exposed.put(it.group(1), it.group(2)));
    var expected = new TreeMap<String, String>();
    documented().values().forEach(row -> expected.put(row.group(2), kind(row.group(3))));
    assertThat(expected).isEqualTo(exposed);
  }

  private static String kind(String told) {
    String first = told.split(",")[0].strip();
    return first.equals("timer") ? told.contains("histogram") ? "histogram" : "summary" : first;
  }

  @Test
  void saysByWhatTheyAreTagged() {
    documented()
        .forEach(
            (name, row) ->
                assertThat(lab.meters().find(name).meters())
                    .allSatisfy(
                        meter ->
                            assertThat(meter.getId().getTags())
                                .as(name)
                                .extracting(tag -> tag.getKey())
                                .containsExactlyInAnyOrderElementsOf(codes(row.group(4)))));
  }

  @Test
  void theFrameworksHaveWhatItPointsTo() {
    Set<String> exposed =
        TYPE.matcher(scraped).results().map(it -> it.group(1)).collect(Collectors.toSet());
    assertThat(exposed).containsAll(ofFrameworks()).hasSizeGreaterThan(20);
    assertThat(ofFrameworks()).hasSizeGreaterThan(4);
  }

  @Test
  void theDashboardShowsOnlyWhatThereIs() throws IOException {
    JsonNode dashboard =
        JsonMapper.shared()
            .readTree(
                Files.readString(
                    Path.of("../containers/observe/grafana/dashboards/kernel-lab.json")));
    Set<String> asked = new TreeSet<>();
    for (JsonNode panel : dashboard.path("panels")) {
      for (JsonNode target : panel.path("targets")) {
        Set<String> names = names(target.path("expr").asString());
        assertThat(names.isEmpty() && !target.path("expr").asString().contains("up{"))
            .as(panel.path("title").asString())
            .isFalse();
        asked.addAll(names);
      }
    }
    assertThat(known()).containsAll(asked);
    assertThat(asked)
        .as("every meter of the lab is shown")
        .containsAll(documented().values().stream().map(row -> row.group(2)).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../docs/how-to/operate.md",
        "../containers/observe/alerts.yml",
        "../k8s/components/monitoring/rules.yaml"
      })
  void otherPagesSpeakOnlyOfWhatThereIs(String other) throws IOException {
    assertThat(known()).containsAll(names(Files.readString(Path.of(other))));
  }

  private static Map<String, MatchResult> documented() {
    return ROW.matcher(page)
        .results()
        .collect(Collectors.toMap(row -> row.group(1), row -> row, (a, b) -> a, TreeMap::new));
  }

  private static Set<String> ofFrameworks() {
    return FRAMEWORK_ROW
        .matcher(page)
        .results()
        .flatMap(row -> codes(row.group(1)).stream())
        .collect(Collectors.toSet());
  }

  private static Set<String> known() {
    return Stream.concat(
            documented().values().stream().map(row -> row.group(2)), ofFrameworks().stream())
        .collect(Collectors.toSet());
  }

  private static Set<String> names(String text) {
    return NAME.matcher(text)
        .results()
        .map(MatchResult::group)
        .map(name -> PART.matcher(name).replaceFirst(""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> codes(String cell) {
    return CODE.matcher(cell).results().map(it -> it.group(1)).collect(Collectors.toSet());
  }
}
