// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.kubernetes;

import static dev.kernellab.kubernetes.Installation.text;
import static dev.kernellab.kubernetes.Manifest.list;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Whatever one object says of another is so.
final class ReferenceRules {
  private static final Set<String> OF_THE_CLUSTER =
      Set.of(
          "Namespace",
          "PriorityClass",
          "ValidatingAdmissionPolicy",
          "ValidatingAdmissionPolicyBinding");

  private final Installation installation;
  private final Faults faults = new Faults();

  private ReferenceRules(Installation installation) {
    this.installation = installation;
  }

  static List<String> faults(Installation installation) {
    var rules = new ReferenceRules(installation);
    rules.names();
    installation.all("Deployment", "StatefulSet").forEach(rules::workload);
    installation.all("Service").forEach(rules::service);
    installation.all("PodDisruptionBudget", "PodMonitor").forEach(rules::selector);
    installation.all("HorizontalPodAutoscaler", "ScaledObject").forEach(rules::scaler);
    installation.all("Ingress").forEach(rules::ingress);
    installation.all("Cluster").forEach(rules::database);
    installation.all("ScheduledBackup").forEach(rules::backup);
    installation.all("ValidatingAdmissionPolicyBinding").forEach(rules::policy);
    return rules.faults.found();
  }

  private void names() {
    var seen = new HashSet<String>();
    for (Manifest manifest : installation.manifests()) {
      faults.expect(seen.add(manifest.id()), manifest.id() + ": there are two");
      String namespace = manifest.namespace();
      faults.expect(
          OF_THE_CLUSTER.contains(manifest.kind())
              ? namespace.isEmpty()
              : installation.has("Namespace", "", namespace),
          manifest.id() + ": namespace is not declared, " + namespace);
      faults.expect(
          !manifest.kind().equals("Secret"), manifest.id() + ": a secret has no place in files");
    }
  }

  private void workload(Manifest manifest) {
    Pod pod = Pod.of(manifest);
    JsonNode selector = manifest.at("/spec/selector/matchLabels");
    faults.expect(
        !selector.isEmpty() && pod.hasLabels(selector),
        manifest.id() + ": its selector misses its own pods, " + selector);
    for (JsonNode spread : list(pod.spec().at("/topologySpreadConstraints"))) {
      faults.expect(
          pod.hasLabels(spread.at("/labelSelector/matchLabels")),
          manifest.id() + ": spreads other pods than its own");
    }
    if (manifest.kind().equals("StatefulSet")) {
      String service = manifest.at("/spec/serviceName").asString();
      faults.expect(
          installation.has("Service", manifest.namespace(), service),
          manifest.id() + ": there is no such service, " + service);
    }
    long scalers = scalersOf(manifest);
    faults.expect(scalers <= 1, manifest.id() + ": two scalers fight over it");
    faults.expect(
        (scalers == 0) == manifest.json().at("/spec").has("replicas"),
        manifest.id() + ": expected either replicas or a scaler");
  }

  private long scalersOf(Manifest manifest) {
    return installation
        .all("HorizontalPodAutoscaler", "ScaledObject")
        .filter(scaler -> scaler.at("/spec/scaleTargetRef/name").equals(text(manifest.name())))
        .count();
  }

  private void service(Manifest service) {
    List<Pod> pods = installation.podsWith(service.namespace(), service.at("/spec/selector"));
    faults.expect(!pods.isEmpty(), service.id() + ": selects no pod");
    for (JsonNode port : list(service.at("/spec/ports"))) {
      for (Pod pod : pods) {
        faults.expect(
            pod.listensOn(port.at("/targetPort")),
            service.id() + ": " + pod.owner() + " has no port " + port.at("/targetPort"));
      }
    }
  }

  private void selector(Manifest manifest) {
    List<Pod> pods =
        installation.podsWith(manifest.namespace(), manifest.at("/spec/selector/matchLabels"));
    faults.expect(!pods.isEmpty(), manifest.id() + ": selects no pod");
    for (JsonNode endpoint : list(manifest.at("/spec/podMetricsEndpoints"))) {
      faults.expect(
          pods.stream().allMatch(pod -> pod.listensOn(endpoint.at("/port"))),
          manifest.id() + ": scrapes a port that is not there, " + endpoint.at("/port"));
    }
  }

  private void scaler(Manifest scaler) {
    String target = scaler.at("/spec/scaleTargetRef/name").asString();
    String kind = scaler.at("/spec/scaleTargetRef/kind").asString("Deployment");
    faults.expect(
        installation.has(kind, scaler.namespace(), target),
        scaler.id() + ": there is no such target, " + kind + " " + target);
  }

  private void ingress(Manifest ingress) {
    for (JsonNode path : ingress.json().findValues("backend")) {
      String service = path.at("/service/name").asString();
      JsonNode port = path.at("/service/port/name");
      faults.expect(
          !installation.behind(ingress.namespace(), service, port).isEmpty(),
          ingress.id() + ": no pod behind " + service + ":" + port);
    }
    for (JsonNode certificate : ingress.json().findValues("secretName")) {
      faults.expect(
          Documented.createsCertificate(ingress.namespace(), certificate.asString()),
          ingress.id() + ": nobody is told to create its certificate, " + certificate);
    }
  }

  private void database(Manifest cluster) {
    String secret = cluster.at("/spec/bootstrap/initdb/secret/name").asString();
    for (String key : List.of("username", "password")) {
      faults.expect(
          Documented.creates("secret", cluster.namespace(), secret, key),
          cluster.id() + ": nobody is told to create secret " + secret + " with " + key);
    }
    faults.expect(
        installation.has("PriorityClass", "", cluster.at("/spec/priorityClassName").asString()),
        cluster.id() + ": there is no such priority class");
  }

  /// The database, by a plugin that it has, into a store that there is, with keys that somebody
  /// makes.
  private void backup(Manifest backup) {
    String name = backup.at("/spec/cluster/name").asString();
    String plugin = backup.at("/spec/pluginConfiguration/name").asString();
    List<String> stores =
        installation
            .find("Cluster", backup.namespace(), name)
            .map(cluster -> list(cluster.at("/spec/plugins")))
            .orElse(List.of())
            .stream()
            .filter(it -> it.at("/name").asString().equals(plugin))
            .map(it -> it.at("/parameters/barmanObjectName").asString())
            .toList();
    faults.expect(!stores.isEmpty(), backup.id() + ": " + name + " has no plugin " + plugin);
    for (String store : stores) {
      List<JsonNode> keys =
          installation
              .find("ObjectStore", backup.namespace(), store)
              .map(it -> list(it.at("/spec/configuration/s3Credentials")))
              .orElse(List.of());
      faults.expect(keys.size() == 2, backup.id() + ": there is no such store with keys, " + store);
      for (JsonNode key : keys) {
        faults.expect(
            Documented.creates(
                "secret",
                backup.namespace(),
                key.at("/name").asString(),
                key.at("/key").asString()),
            backup.id() + ": nobody is told to create secret " + key);
      }
    }
  }

  private void policy(Manifest binding) {
    String policy = binding.at("/spec/policyName").asString();
    faults.expect(
        installation.has("ValidatingAdmissionPolicy", "", policy),
        binding.id() + ": there is no such policy, " + policy);
    String namespace =
        binding
            .at("/spec/matchResources/namespaceSelector/matchLabels/kubernetes.io~1metadata.name")
            .asString("");
    faults.expect(
        installation.has("Namespace", "", namespace),
        binding.id() + ": binds no namespace of ours, " + namespace);
  }
}
