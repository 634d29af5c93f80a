// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.kubernetes;

import static dev.kernellab.kubernetes.Manifest.list;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Whoever is woken by an alert finds it on the page for operators; and what alerts and dashboards
/// ask for is scraped, in Compose and on Kubernetes.
class MonitoringTest {
  private static final String PAGE = Repository.text("docs/how-to/operate.md");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| [^|`]+ \\| `([^`]+)` \\| ([^|]*)\\| ");
  private static final Pattern JOB = Pattern.compile("job=~\\\\?\"([^\"\\\\]+)");

  private static final JsonNode COMPOSE = document("docker-compose.yml").at("/services");
  private static final JsonNode PROMETHEUS = document("containers/observe/prometheus.yml");
  private static final List<Manifest> CLUSTER =
      Kustomization.build(Repository.K8S.resolve("overlays/cluster"));

  private static JsonNode document(String path) {
    return Repository.document(Repository.ROOT.resolve(path));
  }

  static Stream<JsonNode> ruleFiles() {
    return Stream.of(
        document("containers/observe/alerts.yml"),
        document("k8s/components/monitoring/rules.yaml").at("/spec"));
  }

  @ParameterizedTest
  @MethodSource("ruleFiles")
  void alertsAreThoseOfThePage(JsonNode file) {
    JsonNode group =
        list(file.at("/groups")).stream()
            .filter(it -> it.at("/name").asString().equals("kernel-lab"))
            .findAny()
            .orElseThrow();
    var alerts = new TreeMap<String, String>();
    list(group.at("/rules"))
        .forEach(it -> alerts.put(it.at("/expr").asString(), it.at("/for").asString("")));

    assertThat(alerts).hasSizeGreaterThan(8).isEqualTo(alertsOfThePage());
  }

  private static Map<String, String> alertsOfThePage() {
    var alerts = new TreeMap<String, String>();
    for (MatchResult row : ROW.matcher(PAGE).results().toList()) {
      alerts.put(row.group(1), row.group(2).replace(" ", ""));
    }
    return alerts;
  }

  @Test
  void everyJobThatIsAskedForIsScraped() {
    List<String> inCompose =
        list(PROMETHEUS.at("/scrape_configs")).stream()
            .map(it -> it.at("/job_name").asString())
            .toList();
    List<String> onKubernetes = // as the Prometheus operator names them
        CLUSTER.stream()
            .filter(it -> it.kind().equals("PodMonitor"))
            .map(it -> it.namespace() + "/" + it.name())
            .toList();
    List<String> asked =
        Stream.of(
                "containers/observe/alerts.yml",
                "containers/observe/grafana/dashboards/kernel-lab.json",
                "k8s/components/monitoring/rules.yaml",
                "docs/how-to/operate.md")
            .flatMap(file -> JOB.matcher(Repository.text(file)).results())
            .map(it -> it.group(1))
            .distinct()
            .toList();

    assertThat(asked)
        .hasSize(2)
        .allSatisfy(
            job -> {
              assertThat(inCompose).filteredOn(it -> it.matches(job)).hasSize(1);
              assertThat(onKubernetes).filteredOn(it -> it.matches(job)).hasSize(1);
            });
  }

  @Test
  void inComposePrometheusReachesWhatItScrapesAndFindsItsRules() {
    for (JsonNode job : list(PROMETHEUS.at("/scrape_configs"))) {
      String service = job.at("/dns_sd_configs/0/names/0").asString();
      assertThat(networks(service)).containsAnyElementsOf(networks("prometheus"));
      assertThat(Repository.text("containers/" + service + "/Dockerfile"))
          .contains("EXPOSE " + job.at("/dns_sd_configs/0/port").asString());
    }
    List<String> mounted =
        list(COMPOSE.at("/prometheus/volumes")).stream().map(JsonNode::asString).toList();
    for (JsonNode rules : list(PROMETHEUS.at("/rule_files"))) {
      String file = "containers/observe/" + rules.asString();
      assertThat(Path.of(Repository.ROOT.toString(), file)).exists();
      assertThat(mounted).contains("./" + file + ":/etc/prometheus/" + rules.asString() + ":ro");
    }
  }

  private static List<String> networks(String service) {
    return list(COMPOSE.path(service).at("/networks")).stream().map(JsonNode::asString).toList();
  }
}
