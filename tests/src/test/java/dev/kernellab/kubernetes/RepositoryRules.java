// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.kubernetes;

import static dev.kernellab.kubernetes.CapacityRules.amount;
import static dev.kernellab.kubernetes.Installation.text;
import static dev.kernellab.kubernetes.Manifest.list;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// A service on Kubernetes is started as Compose starts it, where the tests with real containers
/// see it: the same image, user, ports, limits, loosened settings, and only settings that it reads.
final class RepositoryRules {
  /// Read by libraries: Spring Boot's datasource, the AWS SDK's default chain.
  private static final Set<String> OF_LIBRARIES =
      Set.of(
          "SPRING_DATASOURCE_URL",
          "SPRING_DATASOURCE_USERNAME",
          "SPRING_DATASOURCE_PASSWORD",
          "AWS_REGION",
          "AWS_ENDPOINT_URL_S3",
          "AWS_ACCESS_KEY_ID",
          "AWS_SECRET_ACCESS_KEY");

  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]+)");

  private final Installation installation;
  private final Manifest deployment;
  private final JsonNode container;
  private final JsonNode service;
  private final String dockerfile;
  private final Faults faults = new Faults();

  private RepositoryRules(Installation installation, JsonNode compose, Manifest deployment) {
    this.installation = installation;
    this.deployment = deployment;
    this.container = list(deployment.at("/spec/template/spec/containers")).getFirst();
    this.service = compose.at("/services").path(deployment.name());
    this.dockerfile = Repository.text("containers/" + deployment.name() + "/Dockerfile");
  }

  static List<String> faults(Installation installation, JsonNode compose) {
    return installation
        .all("Deployment")
        .flatMap(
            deployment -> new RepositoryRules(installation, compose, deployment).check().stream())
        .toList();
  }

  private List<String> check() {
    image();
    user();
    health();
    limits();
    seccomp();
    environment();
    return faults.found();
  }

  private void image() {
    String image = container.at("/image").asString().replaceFirst(":[^/]*$", "");
    String ofCompose = defaultOf(service.at("/image").asString());
    expect(
        image.equals(ofCompose) || image.endsWith("/" + ofCompose),
        "image " + image + ", in Compose " + ofCompose);
  }

  private void user() {
    String uid = found(dockerfile, "useradd .*--uid (\\d+)");
    expect(
        deployment.at("/spec/template/spec/securityContext/runAsUser").asString().equals(uid),
        "runAsUser is not the image's, " + uid);
    Matcher home = Pattern.compile("VOLUME (/\\S+)").matcher(dockerfile);
    while (home.find()) {
      expect(
          list(container.at("/volumeMounts")).stream()
              .anyMatch(mount -> mount.at("/mountPath").equals(text(home.group(1)))),
          "the image wants a volume at " + home.group(1));
    }
  }

  private void health() {
    String port = found(dockerfile, "EXPOSE (\\d+)");
    expect(
        container.at("/ports/0/containerPort").asString().equals(port),
        "the image's port is " + port);
    String path = found(dockerfile, "/healthcheck\", \"" + port + "\", \"([^\"]+)\"");
    expect(
        container.at("/livenessProbe/httpGet/path").equals(text(path)),
        "the image's health is at " + path);
  }

  private void limits() {
    JsonNode limits = container.at("/resources/limits");
    same("memory", limits.at("/memory"), service.at("/mem_limit").asString());
    if (service.has("cpus")) {
      same("cpu", limits.at("/cpu"), service.at("/cpus").asString());
    }
    same("/tmp", volumeAt("/tmp"), found(service.at("/tmpfs/0").asString(), "size=(\\w+)"));
    if (service.has("shm_size")) {
      same("/dev/shm", volumeAt("/dev/shm"), service.at("/shm_size").asString());
    }
    expect(service.at("/read_only").asBoolean(false), "Compose has its root writable");
    expect(service.at("/cap_drop/0").asString("").equals("ALL"), "Compose keeps capabilities");
  }

  /// @param ofCompose a size in Docker's notation, where g is 2^30
  private void same(String what, JsonNode quantity, String ofCompose) {
    String wanted =
        ofCompose.replaceFirst("(?i)([kmg])$", "$1i").replace("g", "G").replace("m", "M");
    expect(
        !quantity.isMissingNode() && amount(quantity).compareTo(amount(text(wanted))) == 0,
        what + " is " + quantity + ", in Compose " + ofCompose);
  }

  private JsonNode volumeAt(String place) {
    String name =
        list(container.at("/volumeMounts")).stream()
            .filter(mount -> mount.at("/mountPath").equals(text(place)))
            .map(mount -> mount.at("/name").asString())
            .findFirst()
            .orElse("");
    return list(deployment.at("/spec/template/spec/volumes")).stream()
        .filter(volume -> volume.at("/name").asString().equals(name))
        .filter(volume -> volume.at("/emptyDir/medium").asString("").equals("Memory"))
        .map(volume -> volume.at("/emptyDir/sizeLimit"))
        .findFirst()
        .orElse(text("0"));
  }

  /// The file that nodes get is Compose's, under the name that the pod asks for.
  private void seccomp() {
    JsonNode profile = deployment.at("/spec/template/spec/securityContext/seccompProfile");
    if (!profile.at("/type").asString().equals("Localhost")) {
      return;
    }
    String source = "containers/%s/seccomp.json".formatted(deployment.name());
    String options = service.at("/security_opt").toString();
    expect(
        Files.exists(Repository.ROOT.resolve(source)) && options.contains("seccomp:" + source),
        "Compose has another seccomp profile than " + source);
    String place = "/var/lib/kubelet/seccomp/" + profile.at("/localhostProfile").asString();
    expect(
        Repository.text("docs/how-to/kubernetes.md").contains(source + " " + place),
        "nobody is told to copy " + source + " to " + place);
  }

  private void environment() {
    var given = new TreeSet<String>();
    list(container.at("/env")).forEach(variable -> given.add(variable.at("/name").asString()));
    for (JsonNode from : list(container.at("/envFrom"))) {
      String name = from.at("/configMapRef/name").asString();
      installation
          .find("ConfigMap", deployment.namespace(), name)
          .ifPresent(map -> given.addAll(map.at("/data").propertyNames()));
    }
    given.removeAll(read());
    expect(given.isEmpty(), "settings that it does not read, " + given);
  }

  /// What it is written to read, or is given by Compose, under which it is tried.
  private Set<String> read() {
    var names = new TreeSet<>(OF_LIBRARIES);
    names.addAll(service.at("/environment").propertyNames());
    Path settings =
        Repository.ROOT.resolve(deployment.name() + "/src/main/resources/application.yml");
    if (Files.exists(settings)) {
      PLACEHOLDER
          .matcher(Repository.text(settings))
          .results()
          .forEach(match -> names.add(match.group(1)));
    }
    return names;
  }

  private void expect(boolean holds, String otherwise) {
    faults.expect(holds, deployment.id() + ": " + otherwise);
  }

  /// What stands for `x` in `${NAME:-x}`.
  private static String defaultOf(String value) {
    return value.replaceFirst("^\\$\\{\\w+:-(.*)}$", "$1");
  }

  private static String found(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    return matcher.find() ? matcher.group(1) : "(none)";
  }
}
