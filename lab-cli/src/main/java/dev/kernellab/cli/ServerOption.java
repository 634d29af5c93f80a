// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import java.net.URI;
import picocli.CommandLine.Option;

/// Which lab to talk to.
public final class ServerOption {
  @Option(
      names = "--server",
      paramLabel = "URL",
      description = "The lab to talk to (default: $LAB_SERVER, else ${DEFAULT-VALUE}).",
      defaultValue = "${env:LAB_SERVER:-http://localhost:8080}")
  private String server = "http://localhost:8080";

  public LabClient client() {
    return client("--server", server);
  }

  /// @param option whose fault it is when the address is none
  static LabClient client(String option, String server) {
    try {
      URI address = URI.create(server.endsWith("/") ? server : server + "/");
      boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
      if (web && address.getHost() != null) {
        return new LabClient(address);
      }
    } catch (IllegalArgumentException noAddress) {
      // said below
    }
    throw new UsageProblem(
        option + ": expected something like http://localhost:8080, got \"" + server + "\"");
  }
}
