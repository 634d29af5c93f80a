// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.kubernetes;

import static dev.kernellab.kubernetes.Manifest.list;

import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What pods of one owner look like.
///
/// @param owner for messages
record Pod(String owner, String namespace, JsonNode labels, JsonNode spec) {
  static Pod of(Manifest owner) {
    return new Pod(
        owner.id(),
        owner.namespace(),
        owner.at("/spec/template/metadata/labels"),
        owner.at("/spec/template/spec"));
  }

  /// The operator makes these: PostgreSQL on 5432, the instance manager on 8000.
  static Pod ofDatabase(Manifest cluster) {
    return new Pod(
        cluster.id(),
        cluster.namespace(),
        cluster.at("/spec/inheritedMetadata/labels"),
        Repository.parse(
            """
            containers:
              - name: postgres
                ports:
                  - {name: postgresql, containerPort: 5432}
                  - {name: status, containerPort: 8000}
            """));
  }

  List<JsonNode> containers() {
    return Stream.of("/initContainers", "/containers")
        .flatMap(at -> list(spec.at(at)).stream())
        .toList();
  }

  boolean is(String name) {
    return labels.at("/app.kubernetes.io~1name").asString("").equals(name);
  }

  boolean hasLabels(JsonNode wanted) {
    return wanted
        .propertyStream()
        .allMatch(label -> label.getValue().equals(labels.get(label.getKey())));
  }

  /// @param port a number or a name
  boolean listensOn(JsonNode port) {
    return containers().stream()
        .flatMap(container -> list(container.at("/ports")).stream())
        .anyMatch(open -> open.at("/name").equals(port) || open.at("/containerPort").equals(port));
  }
}
