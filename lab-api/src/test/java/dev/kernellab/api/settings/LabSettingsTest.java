// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

class LabSettingsTest {

  @EnableConfigurationProperties(LabSettings.class)
  static class Application {}

  private final ApplicationContextRunner application =
      new ApplicationContextRunner().withUserConfiguration(Application.class);

  @Test
  void onlyTheFolderNeedsToBeSet() {
    application
        .withPropertyValues("lab.home=/home/student/.kernel-lab")
        .run(
            context ->
                assertThat(context.getBean(LabSettings.class))
                    .isEqualTo(
                        new LabSettings(
                            Path.of("/home/student/.kernel-lab"),
                            Set.of(),
                            Path.of("assignments"),
                            "memory-manager",
                            DataSize.ofMegabytes(10),
                            Duration.ofSeconds(15),
                            Duration.ofSeconds(30),
                            new LabSettings.Runs(
                                2, 3, Duration.ofSeconds(1), Duration.ofSeconds(60)),
                            List.of(),
                            new LabSettings.Runner(
                                "qemu-system-i386",
                                null,
                                Duration.ofMillis(250),
                                "",
                                Duration.ofSeconds(8)))));
  }

  @Test
  void everythingCanBeSet() {
    application
        .withPropertyValues(
            "lab.home=/srv/lab",
            "lab.hosts=lab.example.org,lab",
            "lab.assignments=/srv/assignments",
            "lab.assignment=paging",
            "lab.upload-limit=1MB",
            "lab.heartbeat=2s",
            "lab.patience=3s",
            "lab.runs.workers=8",
            "lab.runs.attempts=1",
            "lab.runs.retry-delay=5s",
            "lab.runs.unwatched=10m",
            "lab.runner.qemu=/opt/qemu",
            "lab.runner.folder=/run/lab",
            "lab.runner.sample-period=1s",
            "lab.runners=http://runner:8090,https://other/",
            "lab.runner.secret=long and random",
            "lab.runner.silence=4s")
        .run(
            context ->
                assertThat(context.getBean(LabSettings.class))
                    .isEqualTo(
                        new LabSettings(
                            Path.of("/srv/lab"),
                            Set.of("lab.example.org", "lab"),
                            Path.of("/srv/assignments"),
                            "paging",
                            DataSize.ofMegabytes(1),
                            Duration.ofSeconds(2),
                            Duration.ofSeconds(3),
                            new LabSettings.Runs(
                                8, 1, Duration.ofSeconds(5), Duration.ofMinutes(10)),
                            List.of(URI.create("http://runner:8090"), URI.create("https://other/")),
                            new LabSettings.Runner(
                                "/opt/qemu",
                                Path.of("/run/lab"),
                                Duration.ofSeconds(1),
                                "long and random",
                                Duration.ofSeconds(4)))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lab.home=",
        "lab.assignment=../etc",
        "lab.assignment=",
        "lab.heartbeat=0s",
        "lab.patience=0s",
        "lab.upload-limit=a lot",
        "lab.runs.workers=0",
        "lab.runs.workers=many",
        "lab.runs.attempts=0",
        "lab.runs.retry-delay=-1s",
        "lab.runs.unwatched=0s",
        "lab.runner.qemu=",
        "lab.runner.sample-period=0s",
        "lab.runner.silence=0s",
        "lab.runners=ftp://localhost",
        "lab.runners=localhost:8090",
        "lab.runners=http://localhost:8090/runs",
        "lab.runners=http://runner-without-a-secret:8090"
      })
  void whatMakesNoSenseStopsTheStart(String property) {
    application
        .withPropertyValues("lab.home=/srv/lab", property)
        .run(context -> assertThat(context).hasFailed());
  }

  @Test
  void theSecretIsNotShownWithTheRest() {
    application
        .withPropertyValues("lab.home=/srv/lab", "lab.runner.secret=hush")
        .run(
            context ->
                assertThat(context.getBean(LabSettings.class).toString()).doesNotContain("hush"));
  }
}
