// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class TraceSettingsTest {

  @EnableConfigurationProperties(TraceSettings.class)
  static class Application {}

  private final ApplicationContextRunner application =
      new ApplicationContextRunner().withUserConfiguration(Application.class);

  @ParameterizedTest
  @ValueSource(strings = {"lab.home=/srv/lab", "lab.traces.endpoint="})
  void nobodyTakesTracesUnlessSomebodyIsNamed(String property) {
    application
        .withPropertyValues(property)
        .run(context -> assertThat(context.getBean(TraceSettings.class).endpoint()).isNull());
  }

  @Test
  void takesTheAddressOfACollector() {
    application
        .withPropertyValues("lab.traces.endpoint=https://traces.example.edu/otlp")
        .run(
            context ->
                assertThat(context.getBean(TraceSettings.class).endpoint())
                    .isEqualTo(URI.create("https://traces.example.edu/otlp")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"collector:4318", "grpc://collector:4317", "http:///v1/traces"})
  void anAddressThatIsNoneIsRefusedWithAnExample(String endpoint) {
    application
        .withPropertyValues("lab.traces.endpoint=" + endpoint)
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .hasMessageContaining("OTEL_EXPORTER_OTLP_ENDPOINT: expected a URL like")
                    .hasMessageEndingWith("got " + endpoint));
  }
}
