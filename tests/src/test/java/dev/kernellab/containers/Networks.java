// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.containers;

import java.util.List;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Network;

/// The networks of `docker-compose.yml`: only `front` leads outside.
record Networks(Network front, Network core, Network runners) implements AutoCloseable {
  static Networks create() {
    return new Networks(Network.newNetwork(), internal(), internal());
  }

  private static Network internal() {
    return Network.builder().createNetworkCmdModifier(it -> it.withInternal(true)).build();
  }

  /// Under which address this machine is met by whoever is on the runners' network.
  String hostAsSeenByRunners() {
    return DockerClientFactory.instance()
        .client()
        .inspectNetworkCmd()
        .withNetworkId(runners.getId())
        .exec()
        .getIpam()
        .getConfig()
        .getFirst()
        .getGateway();
  }

  @Override
  public void close() {
    List.of(front, core, runners).forEach(Network::close);
  }
}
