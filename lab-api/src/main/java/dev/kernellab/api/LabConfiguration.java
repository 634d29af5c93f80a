// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api;

import dev.kernellab.api.assignment.Assignments;
import dev.kernellab.api.settings.LabSettings;
import java.io.IOException;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What the stages are given and must not make themselves: the time, and what is kept free of any
/// framework.
@Configuration(proxyBeanMethods = false)
class LabConfiguration {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  Assignments assignments(LabSettings settings) throws IOException {
    return Assignments.load(settings.assignments());
  }
}
