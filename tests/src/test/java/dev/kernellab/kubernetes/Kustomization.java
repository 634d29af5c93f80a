// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.kubernetes;

import static dev.kernellab.kubernetes.Manifest.list;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// As much of kustomize as ours use, and nothing beyond: any other field is refused. That it agrees
/// with the real one is [KustomizationTest]'s business.
final class Kustomization {
  private static final Set<String> KNOWN =
      Set.of("apiVersion", "kind", "resources", "components", "images", "patches");

  private final List<Manifest> manifests = new ArrayList<>();

  private Kustomization() {}

  /// @param more components that an operator would add to the folder's own
  static List<Manifest> build(Path folder, Path... more) {
    var kustomization = new Kustomization();
    kustomization.take(folder);
    for (Path component : more) {
      kustomization.take(component);
    }
    return List.copyOf(kustomization.manifests);
  }

  private void take(Path folder) {
    JsonNode file = Repository.document(folder.resolve("kustomization.yaml"));
    for (String field : file.propertyNames()) {
      if (!KNOWN.contains(field)) {
        throw new IllegalArgumentException(folder + ": field not supported here, " + field);
      }
    }
    list(file.at("/resources")).forEach(name -> addResource(folder.resolve(name.asString())));
    list(file.at("/components")).forEach(name -> take(folder.resolve(name.asString())));
    list(file.at("/patches")).forEach(this::patch);
    list(file.at("/images")).forEach(this::rename);
  }

  private void addResource(Path path) {
    if (Files.isDirectory(path)) {
      take(path);
    } else {
      Repository.documents(path).stream().map(Manifest::new).forEach(manifests::add);
    }
  }

  private void patch(JsonNode patch) {
    JsonNode target = patch.at("/target");
    JsonNode operations = Repository.parse(patch.at("/patch").asString());
    int changed =
        change(
            manifest ->
                manifest.is(target.at("/kind").asString(), target.at("/name").asString())
                        && manifest.namespace().equals(target.at("/namespace").asString())
                    ? manifest.patched(operations)
                    : manifest);
    if (changed != 1) {
      throw new IllegalArgumentException(
          "patch: expected to change one object, changed " + changed + ", " + target);
    }
  }

  private void rename(JsonNode image) {
    String name = image.at("/name").asString();
    String other = image.at("/newName").asString() + ":" + image.at("/newTag").asString();
    int changed = change(manifest -> withImage(manifest, name, other));
    if (changed == 0) {
      throw new IllegalArgumentException("image: nobody uses it, " + name);
    }
  }

  private static Manifest withImage(Manifest manifest, String name, String other) {
    var renamed = new Manifest(manifest.json().deepCopy());
    for (JsonNode container : renamed.at("/spec/template/spec/containers")) {
      if (container.at("/image").asString().equals(name)) {
        ((ObjectNode) container).put("image", other);
      }
    }
    return renamed.equals(manifest) ? manifest : renamed;
  }

  private int change(UnaryOperator<Manifest> change) {
    int changed = 0;
    for (int i = 0; i < manifests.size(); i++) {
      Manifest before = manifests.get(i);
      manifests.set(i, change.apply(before));
      changed += before.equals(manifests.get(i)) ? 0 : 1;
    }
    return changed;
  }
}
