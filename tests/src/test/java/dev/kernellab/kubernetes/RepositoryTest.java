// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// On Kubernetes as in Compose.
class RepositoryTest {
  @ParameterizedTest
  @ValueSource(strings = {"overlays/local", "overlays/cluster"})
  void theSameServicesAreStarted(String overlay) {
    assertThat(RepositoryRules.faults(installed(overlay))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          qemu-runner | /spec/template/spec/containers/0/image                       | kernel-lab/runner:1 | in Compose kernel-lab/qemu-runner
          lab-api     | /spec/template/spec/securityContext/runAsUser                | 1000     | runAsUser is not the image's, 10001
          lab-api     | /spec/template/spec/containers/0/volumeMounts/1/mountPath    | /home    | wants a volume at
          qemu-runner | /spec/template/spec/containers/0/ports/0/containerPort       | 8080     | port is 8090
          qemu-runner | /spec/template/spec/containers/0/livenessProbe/httpGet/path  | /healthy | health is at
          qemu-runner | /spec/template/spec/containers/0/resources/limits/memory     | 3G       | in Compose 3g
          qemu-runner | /spec/template/spec/containers/0/resources/limits/cpu        | 1        | in Compose 2
          qemu-runner | /spec/template/spec/volumes/1/emptyDir/sizeLimit             | 512Mi    | /dev/shm is
          lab-api     | /spec/template/spec/volumes/0/emptyDir/medium                | ''       | /tmp is
          qemu-runner | /spec/template/spec/securityContext/seccompProfile/localhostProfile | other.json | nobody is told to copy
          qemu-runner | /spec/template/spec/containers/0/env/0/name                  | LAB_SECRET | does not read, [LAB_SECRET]
          """)
  void anotherServiceIsNoticed(String name, String path, String value, String expected) {
    var patch = Repository.parse("[{op: replace, path: '%s', value: %s}]".formatted(path, value));
    List<Manifest> spoiled =
        installed("overlays/local").manifests().stream()
            .map(manifest -> manifest.is("Deployment", name) ? manifest.patched(patch) : manifest)
            .toList();

    assertThat(RepositoryRules.faults(new Installation(spoiled)))
        .anySatisfy(fault -> assertThat(fault).contains(expected));
  }

  private static Installation installed(String overlay) {
    return new Installation(Kustomization.build(Repository.K8S.resolve(overlay)));
  }
}
