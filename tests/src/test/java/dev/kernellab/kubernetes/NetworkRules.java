// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.kubernetes;

import static dev.kernellab.kubernetes.Manifest.list;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// Who may talk to whom, worked out from the policies as a network plugin would, is what the
/// architecture says and not one edge more.
final class NetworkRules {
  private static final String NAMESPACE_NAME = "/matchLabels/kubernetes.io~1metadata.name";

  /// Namespaces that policies speak of and others own; the documentation names them.
  private static final Set<String> FOREIGN =
      Set.of("kube-system", "ingress-nginx", "monitoring", "cnpg-system");

  private static final List<String> OWN = List.of("lab-core", "lab-box");

  /// PostgreSQL's, its operator's, lab-api's, a runner's.
  private static final List<Integer> PORTS = List.of(5432, 8000, 8080, 8090);

  private final Installation installation;
  private final Faults faults = new Faults();

  private NetworkRules(Installation installation) {
    this.installation = installation;
  }

  static List<String> faults(Installation installation) {
    var rules = new NetworkRules(installation);
    installation.all("NetworkPolicy").forEach(rules::everyNameIsReal);
    for (String namespace : OWN) {
      rules.faults.expect(
          rules.isClosed(namespace), "Namespace " + namespace + ": open unless said otherwise");
    }
    rules.boxesReachNothing();
    rules.onlyTheseEdges();
    return rules.faults.found();
  }

  private void everyNameIsReal(Manifest policy) {
    JsonNode selector = policy.at("/spec/podSelector/matchLabels");
    List<Pod> subjects = installation.podsWith(policy.namespace(), selector);
    faults.expect(!subjects.isEmpty(), policy.id() + ": protects no pod, " + selector);
    for (JsonNode peer : peers(policy)) {
      String namespace = namespaceOf(peer, policy);
      faults.expect(
          FOREIGN.contains(namespace)
              ? Documented.mentions(namespace)
              : peer.has("ipBlock") || !podsOf(peer, policy).isEmpty(),
          policy.id() + ": speaks of nobody, " + peer);
    }
    for (JsonNode rule : list(policy.at("/spec/ingress"))) {
      for (JsonNode port : list(rule.at("/ports"))) {
        faults.expect(
            subjects.stream().allMatch(pod -> pod.listensOn(port.at("/port"))),
            policy.id() + ": opens a port that is not there, " + port);
      }
    }
  }

  private static List<JsonNode> peers(Manifest policy) {
    return Stream.of("/spec/ingress", "/spec/egress")
        .flatMap(direction -> list(policy.at(direction)).stream())
        .flatMap(
            rule -> Stream.concat(list(rule.at("/from")).stream(), list(rule.at("/to")).stream()))
        .toList();
  }

  private boolean isClosed(String namespace) {
    return installation
        .all("NetworkPolicy")
        .filter(policy -> policy.namespace().equals(namespace))
        .anyMatch(
            policy ->
                policy.at("/spec/podSelector").isEmpty()
                    && policy.at("/spec/policyTypes").size() == 2
                    && !policy.at("/spec").has("ingress")
                    && !policy.at("/spec").has("egress"));
  }

  private void boxesReachNothing() {
    installation
        .all("NetworkPolicy")
        .filter(policy -> policy.namespace().equals("lab-box"))
        .filter(policy -> !policy.at("/spec/egress").isEmpty())
        .forEach(policy -> faults.add(policy.id() + ": a way out of the boxes"));
  }

  /// Each side by itself, so that neither leans on the other.
  private void onlyTheseEdges() {
    var expected = new TreeSet<>(Set.of("lab-api -> lab-db:5432", "lab-api -> qemu-runner:8090"));
    if (installation.all("Cluster").findAny().isPresent()) {
      expected.addAll(Set.of("lab-db -> lab-db:5432", "lab-db -> lab-db:8000"));
    }
    var out = new TreeSet<String>();
    var in = new TreeSet<String>();
    for (Pod own : installation.pods()) {
      for (Pod other : installation.pods()) {
        for (int port : PORTS) {
          if (OWN.contains(own.namespace())) {
            addIf(allows(own, "egress", "/to", other, other, port), edge(own, other, port), out);
            addIf(allows(own, "ingress", "/from", other, own, port), edge(other, own, port), in);
          }
        }
      }
    }
    faults.expect(out.equals(expected), "egress: expected " + expected + ", got " + out);
    faults.expect(in.equals(expected), "ingress: expected " + expected + ", got " + in);
  }

  private static void addIf(boolean allowed, String edge, Set<String> edges) {
    if (allowed) {
      edges.add(edge);
    }
  }

  private static String edge(Pod from, Pod to, int port) {
    String name = "/app.kubernetes.io~1name";
    return from.labels().at(name).asString()
        + " -> "
        + to.labels().at(name).asString()
        + ":"
        + port;
  }

  /// Policies add up: one that allows is enough. A pod that none selects is open.
  private boolean allows(
      Pod subject, String direction, String side, Pod other, Pod listener, int port) {
    List<Manifest> policies =
        installation
            .all("NetworkPolicy")
            .filter(policy -> policy.namespace().equals(subject.namespace()))
            .filter(policy -> governs(policy, direction))
            .filter(policy -> subject.hasLabels(policy.at("/spec/podSelector/matchLabels")))
            .toList();
    return policies.isEmpty()
        || policies.stream()
            .anyMatch(
                policy ->
                    list(policy.at("/spec/" + direction)).stream()
                        .anyMatch(
                            rule ->
                                admits(rule, side, other, policy) && opens(rule, listener, port)));
  }

  private static boolean governs(Manifest policy, String direction) {
    return list(policy.at("/spec/policyTypes")).stream()
        .anyMatch(type -> type.asString().equalsIgnoreCase(direction));
  }

  private boolean admits(JsonNode rule, String side, Pod other, Manifest policy) {
    List<JsonNode> peers = list(rule.at(side));
    return peers.isEmpty() || peers.stream().anyMatch(peer -> podsOf(peer, policy).contains(other));
  }

  private static boolean opens(JsonNode rule, Pod listener, int port) {
    List<JsonNode> ports = list(rule.at("/ports"));
    return ports.isEmpty()
        || ports.stream()
            .map(open -> open.at("/port"))
            .anyMatch(open -> isPort(open, listener, port));
  }

  private static boolean isPort(JsonNode open, Pod listener, int port) {
    return open.isNumber()
        ? open.asInt() == port
        : listener.containers().stream()
            .flatMap(container -> list(container.at("/ports")).stream())
            .anyMatch(
                own -> own.at("/name").equals(open) && own.at("/containerPort").asInt() == port);
  }

  private List<Pod> podsOf(JsonNode peer, Manifest policy) {
    return peer.has("ipBlock")
        ? List.of()
        : installation.podsWith(namespaceOf(peer, policy), peer.at("/podSelector/matchLabels"));
  }

  private static String namespaceOf(JsonNode peer, Manifest policy) {
    JsonNode selector =
        peer.has("namespaceSelector") ? peer.at("/namespaceSelector") : MissingNode.getInstance();
    return selector.at(NAMESPACE_NAME).asString(policy.namespace());
  }
}
