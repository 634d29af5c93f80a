// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every way to install the lab that the documentation offers keeps every rule.
class ManifestsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "overlays/local",
        "overlays/local probe",
        "overlays/local components/apparmor",
        "overlays/cluster",
        "overlays/cluster probe",
        "overlays/cluster components/backup components/traces",
        "overlays/cluster components/apparmor",
        "overlays/cluster components/gvisor",
        "overlays/cluster components/kata"
      })
  void keepEveryRule(String folders) {
    List<Path> paths = Arrays.stream(folders.split(" ")).map(Repository.K8S::resolve).toList();

    List<Manifest> manifests =
        Kustomization.build(paths.getFirst(), paths.stream().skip(1).toArray(Path[]::new));

    assertThat(manifests).hasSizeGreaterThan(20);
    assertThat(Rules.faults(new Installation(manifests))).isEmpty();
  }
}
