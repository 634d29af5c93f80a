// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.kubernetes;

import static dev.kernellab.kubernetes.Manifest.list;

import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;

/// Numbers that must agree: times to stop with times to run, quotas with replicas, addresses with
/// services.
final class CapacityRules {
  private static final int MARGIN_SECONDS = 30;

  private static final Pattern ADDRESS = Pattern.compile("//([a-z0-9.-]+):(\\d+)");

  private final Installation installation;
  private final Faults faults = new Faults();

  private CapacityRules(Installation installation) {
    this.installation = installation;
  }

  static List<String> faults(Installation installation) {
    var rules = new CapacityRules(installation);
    rules.runnersFinish();
    rules.requestsFinish();
    rules.scaledRunnersFit();
    rules.addressesAnswer();
    return rules.faults.found();
  }

  private void runnersFinish() {
    int longest = longestRun();
    int grace = grace("lab-box", "qemu-runner");
    faults.expect(
        grace >= longest + MARGIN_SECONDS,
        "runner: terminationGracePeriodSeconds %d, a run may take %d".formatted(grace, longest));
  }

  private void requestsFinish() {
    int pause = container("lab-core", "lab-api").at("/lifecycle/preStop/sleep/seconds").asInt(0);
    int grace = grace("lab-core", "lab-api");
    faults.expect(
        pause > 0 && grace > pause + requestsSeconds(),
        "lab-api: terminationGracePeriodSeconds %d, preStop %d, then its requests"
            .formatted(grace, pause));
  }

  /// Twice: the old ones of a version finish what they run while the new ones work.
  private void scaledRunnersFit() {
    int most =
        installation
            .all("HorizontalPodAutoscaler", "ScaledObject")
            .map(
                scaler ->
                    scaler
                        .at("/spec")
                        .path("maxReplicas")
                        .asInt(scaler.at("/spec/maxReplicaCount").asInt(0)))
            .findFirst()
            .orElse(0);
    JsonNode limits = container("lab-box", "qemu-runner").at("/resources/limits");
    JsonNode hard = manifest("ResourceQuota", "lab-box", "lab-box").at("/spec/hard");
    faults.expect(
        most > 0 && hard.at("/pods").asInt() >= 2 * most, "lab-box: its quota has too few pods");
    for (String resource : List.of("cpu", "memory")) {
      BigDecimal needed = amount(limits.at("/" + resource)).multiply(BigDecimal.valueOf(2L * most));
      faults.expect(
          amount(hard.at("/limits." + resource)).compareTo(needed) >= 0,
          "lab-box: its quota of " + resource + " is below " + needed);
    }
  }

  private void addressesAnswer() {
    Manifest settings = manifest("ConfigMap", "lab-core", "lab-api");
    for (String name : List.of("SPRING_DATASOURCE_URL", "LAB_RUNNERS")) {
      String address = settings.at("/data/" + name).asString("");
      List<MatchResult> found = ADDRESS.matcher(address).results().toList();
      faults.expect(
          found.size() == 1 && answers(found.getFirst()), name + ": nobody answers at " + address);
    }
  }

  /// `service` or `service.namespace.svc`, and a port.
  private boolean answers(MatchResult address) {
    String[] host = address.group(1).split("\\.", -1);
    boolean complete = host.length == 1 || (host.length == 3 && host[2].equals("svc"));
    return complete
        && !installation
            .behind(
                host.length == 1 ? "lab-core" : host[1],
                host[0],
                IntNode.valueOf(Integer.parseInt(address.group(2))))
            .isEmpty();
  }

  private int grace(String namespace, String name) {
    return manifest("Deployment", namespace, name)
        .at("/spec/template/spec/terminationGracePeriodSeconds")
        .asInt(30);
  }

  private JsonNode container(String namespace, String name) {
    return list(manifest("Deployment", namespace, name).at("/spec/template/spec/containers"))
        .getFirst();
  }

  private Manifest manifest(String kind, String namespace, String name) {
    return installation.find(kind, namespace, name).orElseThrow();
  }

  static BigDecimal amount(JsonNode quantity) {
    return quantity.isMissingNode()
        ? BigDecimal.ZERO
        : Quantity.getAmountInBytes(Quantity.parse(quantity.asString()));
  }

  /// What lab-api gives open requests before it stops.
  private static long requestsSeconds() {
    JsonNode settings =
        Repository.document(Repository.ROOT.resolve("lab-api/src/main/resources/application.yml"));
    String phase = settings.at("/spring/lifecycle/timeout-per-shutdown-phase").asString();
    return Duration.parse("PT" + phase).toSeconds();
  }

  private static int longestRun() {
    try (Stream<Path> assignments = Files.list(Repository.ROOT.resolve("assignments"))) {
      return assignments
          .map(folder -> folder.resolve("assignment.yml"))
          .filter(Files::exists)
          .map(Repository::document)
          .mapToInt(file -> seconds(file, "buildSeconds") + seconds(file, "wallSeconds"))
          .max()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int seconds(JsonNode assignment, String name) {
    return assignment.findValue(name).asInt();
  }
}
