// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/// The lab in one process.
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
@EnableScheduling
public class LabApplication {
  public static void main(String[] arguments) {
    SpringApplication.run(LabApplication.class, arguments);
  }
}
