// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `docker-compose.yml`, as options of `docker run`.
final class ComposeFile {
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{(\\w+)(?::-([^}]*)|:\\?([^}]*))?}");

  /// What a service says that is no confinement: what is started, where, and who looks after it.
  private static final Set<String> NOT_OPTIONS =
      Set.of(
          "image",
          "scale",
          "environment",
          "networks",
          "restart",
          "volumes",
          "ports",
          "depends_on",
          "healthcheck",
          "profiles");

  private final JsonNode services;
  private final Function<String, String> variables;

  /// @param variables what `${NAME}` stands for; empty: its default
  ComposeFile(String yaml, Function<String, String> variables) {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    JsonNode file =
        JsonMapper.shared().valueToTree(new Yaml(new SafeConstructor(options)).load(yaml));
    this.services = file.path("services");
    this.variables = variables;
  }

  static String text() {
    try {
      return Files.readString(ROOT.resolve("docker-compose.yml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String image(String service) {
    return resolved(services.path(service).path("image").asString());
  }

  Map<String, String> environment(String service) {
    var environment = new LinkedHashMap<String, String>();
    services
        .path(service)
        .path("environment")
        .forEachEntry((name, value) -> environment.put(name, resolved(value.asString())));
    return environment;
  }

  /// Everything that confines a service's container. A key that nobody here knows is an error, so
  /// that no setting is left out of the tests in silence.
  List<String> options(String service) {
    var options = new ArrayList<String>();
    services.path(service).forEachEntry((key, value) -> options.addAll(options(key, value)));
    return options;
  }

  private List<String> options(String key, JsonNode value) {
    return switch (key) {
      case "read_only" -> value.asBoolean() ? List.of("--read-only") : List.of();
      case "tmpfs" -> each("--tmpfs", value);
      case "cap_drop" -> each("--cap-drop", value);
      case "cap_add" -> each("--cap-add", value);
      case "security_opt" -> each("--security-opt", value);
      case "shm_size" -> List.of("--shm-size=" + value.asString());
      case "mem_limit" -> List.of("--memory=" + value.asString());
      case "memswap_limit" -> List.of("--memory-swap=" + value.asString());
      case "cpus" -> List.of("--cpus=" + value.asString());
      case "cpu_shares" -> List.of("--cpu-shares=" + value.asString());
      case "pids_limit" -> List.of("--pids-limit=" + value.asString());
      case "stop_grace_period" ->
          List.of("--stop-timeout=" + value.asString().replaceFirst("s$", ""));
      case "logging" -> {
        var options = new ArrayList<String>();
        value
            .path("options")
            .forEachEntry((name, it) -> options.add("--log-opt=" + name + "=" + it.asString()));
        yield options;
      }
      default -> {
        if (!NOT_OPTIONS.contains(key)) {
          throw new AssertionError("docker-compose.yml: the tests do not know the key " + key);
        }
        yield List.of();
      }
    };
  }

  private List<String> each(String option, JsonNode values) {
    return values.valueStream().map(it -> option + "=" + resolved(it.asString())).toList();
  }

  private String resolved(String text) {
    return VARIABLE.matcher(text).replaceAll(this::valueOf);
  }

  private String valueOf(MatchResult variable) {
    String value = variables.apply(variable.group(1));
    if (value.isEmpty() && variable.group(3) != null) {
      throw new AssertionError(variable.group(1) + ": docker-compose.yml has no default for it");
    }
    String fallback = variable.group(2) == null ? "" : variable.group(2);
    return java.util.regex.Matcher.quoteReplacement(value.isEmpty() ? fallback : value);
  }
}
