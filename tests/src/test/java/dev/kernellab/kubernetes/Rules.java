// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.kubernetes;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// All that must hold of an installation.
final class Rules {
  private Rules() {}

  static List<String> faults(Installation installation) {
    return Stream.of(
            installation.manifests().stream().map(TypedModels::fault).flatMap(Optional::stream),
            ReferenceRules.faults(installation).stream(),
            PodRules.faults(installation).stream(),
            SecurityRules.faults(installation).stream(),
            NetworkRules.faults(installation).stream(),
            CapacityRules.faults(installation).stream())
        .flatMap(faults -> faults)
        .toList();
  }
}
