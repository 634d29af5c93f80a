// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.kubernetes;

import static dev.kernellab.kubernetes.Manifest.list;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// What a pod names, it finds: settings, secrets, volumes, accounts, classes, its own ports.
final class PodRules {
  private final Installation installation;
  private final Pod pod;
  private final Faults faults;

  private PodRules(Installation installation, Pod pod, Faults faults) {
    this.installation = installation;
    this.pod = pod;
    this.faults = faults;
  }

  static List<String> faults(Installation installation) {
    var faults = new Faults();
    installation.ownPods().forEach(pod -> new PodRules(installation, pod, faults).check());
    return faults.found();
  }

  private void check() {
    named("ServiceAccount", pod.namespace(), pod.spec().at("/serviceAccountName"));
    named("PriorityClass", "", pod.spec().at("/priorityClassName"));
    for (JsonNode container : pod.containers()) {
      list(container.at("/env")).forEach(this::environment);
      list(container.at("/envFrom"))
          .forEach(from -> named("ConfigMap", pod.namespace(), from.at("/configMapRef/name")));
      for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
        JsonNode port = container.path(probe).at("/httpGet/port");
        expect(port.isMissingNode() || pod.listensOn(port), probe + " asks a closed port, " + port);
      }
    }
    volumes();
  }

  private void environment(JsonNode variable) {
    JsonNode secret = variable.at("/valueFrom/secretKeyRef");
    expect(
        secret.isMissingNode() || documented("secret", secret),
        "nobody is told to create secret " + secret);
    JsonNode map = variable.at("/valueFrom/configMapKeyRef");
    expect(
        map.isMissingNode() || declared(map) || documented("configmap", map),
        "there is no such setting, " + map);
  }

  private boolean documented(String kind, JsonNode reference) {
    return Documented.creates(
        kind, pod.namespace(), reference.at("/name").asString(), reference.at("/key").asString());
  }

  private boolean declared(JsonNode reference) {
    return installation
        .find("ConfigMap", pod.namespace(), reference.at("/name").asString())
        .filter(map -> map.at("/data").has(reference.at("/key").asString()))
        .isPresent();
  }

  private void volumes() {
    var mounted = new HashSet<String>();
    for (JsonNode container : pod.containers()) {
      Set<String> places = new HashSet<>();
      for (JsonNode mount : list(container.at("/volumeMounts"))) {
        mounted.add(mount.at("/name").asString());
        expect(places.add(mount.at("/mountPath").asString()), "two volumes at one place, " + mount);
      }
    }
    expect(mounted.equals(volumeNames()), "volumes " + volumeNames() + ", mounted " + mounted);
    for (JsonNode volume : list(pod.spec().at("/volumes"))) {
      named("ConfigMap", pod.namespace(), volume.at("/configMap/name"));
      named(
          "PersistentVolumeClaim", pod.namespace(), volume.at("/persistentVolumeClaim/claimName"));
    }
  }

  private Set<String> volumeNames() {
    Set<String> names =
        list(pod.spec().at("/volumes")).stream()
            .map(volume -> volume.at("/name").asString())
            .collect(Collectors.toCollection(HashSet::new));
    installation
        .all("StatefulSet")
        .filter(owner -> owner.id().equals(pod.owner()))
        .flatMap(owner -> list(owner.at("/spec/volumeClaimTemplates")).stream())
        .forEach(claim -> names.add(claim.at("/metadata/name").asString()));
    return names;
  }

  /// Nothing named is nothing to find.
  private void named(String kind, String namespace, JsonNode name) {
    expect(
        name.isMissingNode() || installation.has(kind, namespace, name.asString()),
        "there is no such " + kind + ", " + name);
  }

  private void expect(boolean holds, String otherwise) {
    faults.expect(holds, pod.owner() + ": " + otherwise);
  }
}
