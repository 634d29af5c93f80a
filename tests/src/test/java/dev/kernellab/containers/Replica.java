// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.containers;

import dev.kernellab.journeys.LabHttp;
import java.net.URI;

/// One of the services that share a database.
///
/// @param server its base address on loopback, the same over all its lives
public record Replica(Container container, URI server) {
  public LabHttp http() {
    return new LabHttp(server);
  }

  public void awaitReady() {
    LabHttp http = http();
    Await.until(container.name() + " is ready", () -> http.answers("actuator/health/readiness"));
  }
}
