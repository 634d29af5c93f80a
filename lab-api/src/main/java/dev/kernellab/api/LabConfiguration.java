// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What the stages are given and must not make themselves: the time.
@Configuration(proxyBeanMethods = false)
class LabConfiguration {

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
