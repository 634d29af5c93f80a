// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.kubernetes;

import static dev.kernellab.kubernetes.Manifest.list;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Every pod keeps the restricted Pod Security Standard and more; the one exception is a runner's
/// unmasked `/proc`, and only with a user namespace of its own.
final class SecurityRules {
  private static final Set<String> VOLUMES =
      Set.of("emptyDir", "configMap", "persistentVolumeClaim");
  private static final String BOXES = "lab-box";

  private final Pod pod;
  private final Faults faults;

  private SecurityRules(Pod pod, Faults faults) {
    this.pod = pod;
    this.faults = faults;
  }

  static List<String> faults(Installation installation) {
    var faults = new Faults();
    installation.ownPods().forEach(pod -> new SecurityRules(pod, faults).check());
    installation.all("Namespace").forEach(namespace -> level(namespace, faults));
    return faults.found();
  }

  private static void level(Manifest namespace, Faults faults) {
    String level = namespace.is("Namespace", BOXES) ? "baseline" : "restricted";
    JsonNode enforced = namespace.at("/metadata/labels/pod-security.kubernetes.io~1enforce");
    faults.expect(
        enforced.asString("").equals(level),
        namespace.id() + ": expected Pod Security " + level + ", got " + enforced);
  }

  private void check() {
    isFalse(pod.spec(), "/automountServiceAccountToken");
    isFalse(pod.spec(), "/enableServiceLinks");
    Stream.of("/hostNetwork", "/hostPID", "/hostIPC")
        .forEach(field -> expect(!pod.spec().at(field).asBoolean(false), field + " is on"));
    JsonNode context = pod.spec().at("/securityContext");
    isTrue(context, "/runAsNonRoot");
    expect(context.at("/runAsUser").asInt(0) > 0, "runAsUser is not a number above 0");
    expect(
        Set.of("RuntimeDefault", "Localhost")
            .contains(context.at("/seccompProfile/type").asString("")),
        "no seccomp profile");
    pod.containers().forEach(this::container);
    list(pod.spec().at("/volumes")).forEach(this::volume);
    if (pod.namespace().equals(BOXES)) {
      box();
    }
  }

  private void container(JsonNode container) {
    JsonNode context = container.at("/securityContext");
    isFalse(context, "/allowPrivilegeEscalation");
    isTrue(context, "/readOnlyRootFilesystem");
    expect(!context.at("/privileged").asBoolean(false), "privileged");
    expect(context.at("/capabilities/drop/0").asString("").equals("ALL"), "capabilities are kept");
    expect(context.at("/capabilities/add").isMissingNode(), "capabilities are added");
    expect(
        Stream.of("runAsUser", "runAsNonRoot", "seccompProfile").noneMatch(context::has),
        "a container decides for itself, " + context);
    Stream.of("cpu", "memory", "ephemeral-storage")
        .forEach(
            resource ->
                expect(container.at("/resources/limits").has(resource), "no limit of " + resource));
    expect(
        !context.has("procMount")
            || (pod.namespace().equals(BOXES) && isOff(pod.spec(), "/hostUsers")),
        "an unmasked /proc without a user namespace");
  }

  private void volume(JsonNode volume) {
    expect(
        volume.propertyNames().stream()
            .allMatch(name -> name.equals("name") || VOLUMES.contains(name)),
        "volume of a forbidden kind, " + volume);
    JsonNode empty = volume.at("/emptyDir");
    expect(
        empty.isMissingNode() || empty.has("sizeLimit"), "emptyDir without sizeLimit, " + volume);
  }

  /// A pod in which a student may have taken over everything.
  private void box() {
    expect(
        isOff(pod.spec(), "/hostUsers") || pod.spec().has("runtimeClassName"),
        "nothing between a box and the node");
    for (JsonNode container : pod.containers()) {
      expect(!container.has("envFrom"), "envFrom in a box");
      for (JsonNode secret : container.findValues("secretKeyRef")) {
        expect(secret.at("/name").asString().equals("lab-runner"), "a secret in a box, " + secret);
      }
    }
  }

  private void isTrue(JsonNode node, String field) {
    expect(node.at(field).asBoolean(false), field + " is not true");
  }

  private void isFalse(JsonNode node, String field) {
    expect(isOff(node, field), field + " is not false");
  }

  private static boolean isOff(JsonNode node, String field) {
    return !node.at(field).asBoolean(true);
  }

  private void expect(boolean holds, String otherwise) {
    faults.expect(holds, pod.owner() + ": " + otherwise);
  }
}
