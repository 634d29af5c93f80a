// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.web;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/// Says once where the lab is.
@Component
class ReadyLine {
  private static final Logger LOG = LoggerFactory.getLogger(ReadyLine.class);

  private final Environment environment;

  ReadyLine(Environment environment) {
    this.environment = environment;
  }

  @EventListener(ApplicationReadyEvent.class)
  void say() {
    String bind = environment.getProperty("server.address", "localhost");
    String host = bind.equals("127.0.0.1") || bind.equals("0.0.0.0") ? "localhost" : bind;
    LOG.info(
        "Kernel Lab is ready at http://{}:{}", host, environment.getProperty("local.server.port"));
  }
}
