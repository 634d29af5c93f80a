// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.trace;

import dev.kernellab.api.settings.TraceSettings;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Spans to the endpoint that is set, or none: then nothing of OpenTelemetry is even loaded.
@Configuration(proxyBeanMethods = false)
class TraceConfiguration {
  @Bean
  Traces traces(TraceSettings settings, @Value("${spring.application.name}") String service) {
    return settings.endpoint() == null ? Traces.NONE : new OtlpTraces(settings.endpoint(), service);
  }
}
