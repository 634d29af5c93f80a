// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The files of this repository.
final class Repository {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  static final Path K8S = ROOT.resolve("k8s");
  private static final JsonMapper JSON = JsonMapper.shared();

  private Repository() {}

  static String text(String path) {
    return text(ROOT.resolve(path));
  }

  static String text(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Every document of a file; a key given twice is refused. YAML 1.1 with anchors, as kubectl's.
  static List<JsonNode> documents(Path path) {
    return StreamSupport.stream(yaml().loadAll(text(path)).spliterator(), false)
        .<JsonNode>map(JSON::valueToTree)
        .toList();
  }

  static JsonNode document(Path path) {
    return JSON.valueToTree(yaml().load(text(path)));
  }

  static JsonNode parse(String text) {
    return JSON.valueToTree(yaml().load(text));
  }

  private static Yaml yaml() {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    return new Yaml(new SafeConstructor(options));
  }
}
