// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.kubernetes;

import static dev.kernellab.kubernetes.Manifest.list;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/// Everything that one overlay brings into a cluster.
record Installation(List<Manifest> manifests) {
  Stream<Manifest> all(String... kinds) {
    return manifests.stream().filter(manifest -> List.of(kinds).contains(manifest.kind()));
  }

  Optional<Manifest> find(String kind, String namespace, String name) {
    return all(kind)
        .filter(manifest -> manifest.name().equals(name) && manifest.namespace().equals(namespace))
        .findFirst();
  }

  boolean has(String kind, String namespace, String name) {
    return find(kind, namespace, name).isPresent();
  }

  List<Pod> pods() {
    return Stream.concat(ownPods(), all("Cluster").map(Pod::ofDatabase)).toList();
  }

  /// Those whose every setting is ours.
  Stream<Pod> ownPods() {
    return all("Deployment", "StatefulSet", "Job").map(Pod::of);
  }

  List<Pod> podsWith(String namespace, JsonNode labels) {
    return pods().stream()
        .filter(pod -> pod.namespace().equals(namespace) && pod.hasLabels(labels))
        .toList();
  }

  /// The pods behind a service's port; empty if there is no such service or port.
  List<Pod> behind(String namespace, String service, JsonNode port) {
    if (all("Cluster").anyMatch(cluster -> service.equals(cluster.name() + "-rw"))) {
      return port.asInt(0) == 5432 ? podsWith(namespace, databaseLabels()) : List.of();
    }
    return find("Service", namespace, service)
        .filter(
            found ->
                list(found.at("/spec/ports")).stream()
                    .anyMatch(
                        open -> open.at("/port").equals(port) || open.at("/name").equals(port)))
        .map(found -> podsWith(namespace, found.at("/spec/selector")))
        .orElse(List.of());
  }

  private JsonNode databaseLabels() {
    return all("Cluster").findFirst().orElseThrow().at("/spec/inheritedMetadata/labels");
  }

  static JsonNode text(String value) {
    return StringNode.valueOf(value);
  }
}
