// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.service;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/// A runner that is called over HTTP. It calls nobody and holds nothing but the secret that its
/// callers must show.
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
public class RunnerApplication {
  public static void main(String[] arguments) {
    new SpringApplicationBuilder(RunnerApplication.class)
        // A name of its own: the service that uses this jar as a library has an application.yml.
        .properties("spring.config.name=qemu-runner")
        .run(arguments);
  }
}
