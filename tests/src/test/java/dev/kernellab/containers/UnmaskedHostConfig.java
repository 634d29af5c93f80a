// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.containers;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.github.dockerjava.api.model.HostConfig;
import java.util.List;

/// `--security-opt systempaths=unconfined`: Docker's own clients turn it into these two fields, for
/// which docker-java has no name.
final class UnmaskedHostConfig extends HostConfig {
  private static final long serialVersionUID = 1;

  @JsonProperty("MaskedPaths")
  List<String> maskedPaths() {
    return List.of();
  }

  @JsonProperty("ReadonlyPaths")
  List<String> readonlyPaths() {
    return List.of();
  }
}
