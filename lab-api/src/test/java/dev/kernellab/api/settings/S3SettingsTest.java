// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

class S3SettingsTest {

  @EnableConfigurationProperties(S3Settings.class)
  static class Application {}

  private final ApplicationContextRunner application =
      new ApplicationContextRunner().withUserConfiguration(Application.class);

  @ParameterizedTest
  @ValueSource(strings = {"lab.home=/srv/lab", "lab.s3.bucket=", "lab.s3.endpoint="})
  void withoutABucketFilesAreKeptInAFolder(String property) {
    application
        .withPropertyValues(property)
        .run(
            context ->
                assertThat(context.getBean(S3Settings.class))
                    .isEqualTo(new S3Settings("", null, DataSize.ofGigabytes(1))));
  }

  @Test
  void everythingCanBeSet() {
    application
        .withPropertyValues(
            "lab.s3.bucket=kernel-lab",
            "lab.s3.endpoint=https://s3.example.edu:9000",
            "lab.s3.cache=64MB")
        .run(
            context ->
                assertThat(context.getBean(S3Settings.class))
                    .isEqualTo(
                        new S3Settings(
                            "kernel-lab",
                            URI.create("https://s3.example.edu:9000"),
                            DataSize.ofMegabytes(64))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lab.s3.bucket=Kernel Lab",
        "lab.s3.bucket=s3://kernel-lab",
        "lab.s3.endpoint=s3.example.edu",
        "lab.s3.cache=some"
      })
  void whatMakesNoSenseStopsTheStart(String property) {
    application.withPropertyValues(property).run(context -> assertThat(context).hasFailed());
  }
}
