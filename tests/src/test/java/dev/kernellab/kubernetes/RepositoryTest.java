// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// On Kubernetes as in Compose.
class RepositoryTest {
  private static final JsonNode COMPOSE =
      Repository.document(Repository.ROOT.resolve("docker-compose.yml"));

  @ParameterizedTest
  @ValueSource(strings = {"overlays/local", "overlays/cluster"})
  void theSameServicesAreStarted(String overlay) {
    assertThat(RepositoryRules.faults(installed(overlay), COMPOSE)).isEmpty();
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

    assertThat(RepositoryRules.faults(new Installation(spoiled), COMPOSE))
        .anySatisfy(fault -> assertThat(fault).contains(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /services/qemu-runner/read_only      | false             | root writable
          /services/lab-api/cap_drop           | [NET_RAW]         | keeps capabilities
          /services/qemu-runner/security_opt/1 | seccomp:unconfined | another seccomp profile
          /services/qemu-runner/mem_limit      | 4g                | memory is
          """)
  void composeMovingAwayIsNoticed(String path, String value, String expected) {
    var patch = Repository.parse("[{op: replace, path: '%s', value: %s}]".formatted(path, value));
    JsonNode compose = JsonPatch.apply(COMPOSE, patch);

    assertThat(RepositoryRules.faults(installed("overlays/local"), compose))
        .anySatisfy(fault -> assertThat(fault).contains(expected));
  }

  private static Installation installed(String overlay) {
    return new Installation(Kustomization.build(Repository.K8S.resolve(overlay)));
  }
}
