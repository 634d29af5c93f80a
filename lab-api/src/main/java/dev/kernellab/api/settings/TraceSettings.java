// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.settings;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/// Properties `lab.traces.*`.
///
/// @param endpoint base URL of whoever takes traces by OTLP over HTTP; null: nobody
@ConfigurationProperties("lab.traces")
public record TraceSettings(@Nullable URI endpoint) {

  public TraceSettings {
    if (endpoint != null && endpoint.toString().isEmpty()) {
      endpoint = null;
    }
    if (endpoint != null
        && (endpoint.getHost() == null
            || !String.valueOf(endpoint.getScheme()).matches("https?"))) {
      throw new IllegalArgumentException(
          "OTEL_EXPORTER_OTLP_ENDPOINT: expected a URL like http://collector:4318, got "
              + endpoint);
    }
  }
}
