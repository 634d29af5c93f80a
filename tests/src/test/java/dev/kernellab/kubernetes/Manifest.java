// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.kubernetes;

import java.util.List;
import tools.jackson.databind.JsonNode;

/// One Kubernetes object.
record Manifest(JsonNode json) {
  String apiVersion() {
    return json.at("/apiVersion").asString("");
  }

  String kind() {
    return json.at("/kind").asString("");
  }

  String name() {
    return json.at("/metadata/name").asString("");
  }

  /// Empty for what belongs to the whole cluster.
  String namespace() {
    return json.at("/metadata/namespace").asString("");
  }

  JsonNode at(String pointer) {
    return json.at(pointer);
  }

  boolean is(String kind, String name) {
    return kind().equals(kind) && name().equals(name);
  }

  /// For messages: `Deployment lab-core/lab-api`.
  String id() {
    return kind() + " " + (namespace().isEmpty() ? "" : namespace() + "/") + name();
  }

  Manifest patched(JsonNode operations) {
    return new Manifest(JsonPatch.apply(json, operations));
  }

  static List<JsonNode> list(JsonNode node) {
    return node.valueStream().toList();
  }
}
