// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the other tests look at is what `kubectl apply -k` would send.
class KustomizationTest {
  @ParameterizedTest
  @ValueSource(strings = {"base", "overlays/local", "overlays/cluster", "probe"})
  void composesAsTheRealOne(String folder, @TempDir Path scratch) throws Exception {
    assertSameAsKubectl(
        Repository.K8S.resolve(folder),
        Kustomization.build(Repository.K8S.resolve(folder)),
        scratch);
  }

  @ParameterizedTest
  @ValueSource(strings = {"apparmor", "backup", "gvisor", "kata", "traces"})
  void addsAComponentAsTheRealOne(String component, @TempDir Path scratch) throws Exception {
    Path cluster = Repository.K8S.resolve("overlays/cluster");
    Path added = Repository.K8S.resolve("components").resolve(component);
    Path folder = Files.createDirectory(scratch.resolve("more"));
    Files.writeString(
        folder.resolve("kustomization.yaml"),
        "resources: ['%s']\ncomponents: ['%s']\n"
            .formatted(
                folder.toRealPath().relativize(cluster), folder.toRealPath().relativize(added)));

    assertSameAsKubectl(folder, Kustomization.build(cluster, added), scratch);
  }

  @Test
  void refusesWhatItDoesNotKnow(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("kustomization.yaml"), "namePrefix: x\n");

    assertThatThrownBy(() -> Kustomization.build(folder)).hasMessageContaining("namePrefix");
  }

  @Test
  void refusesAPatchThatChangesNothing(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("kustomization.yaml"),
        "patches: [{target: {kind: Job, name: x, namespace: y}, patch: '[]'}]\n");

    assertThatThrownBy(() -> Kustomization.build(folder)).hasMessageContaining("changed 0");
  }

  private static void assertSameAsKubectl(Path folder, List<Manifest> ours, Path scratch)
      throws Exception {
    assumeTrue(isInstalled(), "kubectl is not installed: nothing to compare with");
    Path output = scratch.resolve("output.yaml");
    int status =
        new ProcessBuilder("kubectl", "kustomize", folder.toString())
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start()
            .waitFor();

    assertThat(status).isZero();
    assertThat(ours)
        .containsExactlyInAnyOrderElementsOf(
            Repository.documents(output).stream().map(Manifest::new).toList());
  }

  private static boolean isInstalled() {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
  }
}
