// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.kubernetes;

import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// RFC 6902, the three operations that the kustomizations use. What a patch names must be there, so
/// that none goes on applying to what has moved.
final class JsonPatch {
  private JsonPatch() {}

  static JsonNode apply(JsonNode document, JsonNode operations) {
    JsonNode patched = document.deepCopy();
    for (JsonNode operation : operations) {
      apply(
          patched,
          operation.at("/op").asString(),
          JsonPointer.compile(operation.at("/path").asString()),
          operation.at("/value"));
    }
    return patched;
  }

  private static void apply(JsonNode document, String operation, JsonPointer path, JsonNode value) {
    String last = path.last().getMatchingProperty();
    switch (document.at(path.head())) {
      case ObjectNode parent -> changeField(parent, operation, last, path, value);
      case ArrayNode parent -> changeElement(parent, operation, last, path, value);
      default -> throw missing(path);
    }
  }

  private static void changeField(
      ObjectNode parent, String operation, String name, JsonPointer path, JsonNode value) {
    if (!operation.equals("add") && !parent.has(name)) {
      throw missing(path);
    }
    switch (operation) {
      case "add", "replace" -> parent.set(name, value);
      case "remove" -> parent.remove(name);
      default -> throw new IllegalArgumentException("patch: unknown operation, " + operation);
    }
  }

  private static void changeElement(
      ArrayNode parent, String operation, String name, JsonPointer path, JsonNode value) {
    if (operation.equals("add") && name.equals("-")) {
      parent.add(value);
      return;
    }
    int index = Integer.parseInt(name);
    if (!parent.has(index)) {
      throw missing(path);
    }
    switch (operation) {
      case "add" -> parent.insert(index, value);
      case "replace" -> parent.set(index, value);
      case "remove" -> parent.remove(index);
      default -> throw new IllegalArgumentException("patch: unknown operation, " + operation);
    }
  }

  private static IllegalArgumentException missing(JsonPointer path) {
    return new IllegalArgumentException("patch: nothing there, " + path);
  }
}
