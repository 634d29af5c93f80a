// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/// The lab in one process.
@SpringBootApplication
@ConfigurationPropertiesScan
public class LabApplication {
  public static void main(String[] arguments) {
    SpringApplication.run(LabApplication.class, arguments);
  }
}
