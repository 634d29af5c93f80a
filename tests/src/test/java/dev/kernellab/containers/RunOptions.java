// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.containers;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Options of `docker run`, one a line, as the engine's interface wants them.
record RunOptions(List<String> lines) {
  private static final Path FOLDER = ComposeFile.ROOT.resolve("containers/qemu-runner");
  private static final String UNMASKED = "systempaths=unconfined";

  /// What every runner's container is started with: the file that deployments are started with too,
  /// and what `docker_run_runner` of the launcher adds to it.
  static RunOptions ofRunner() {
    String profile = read("seccomp.json");
    String appArmor =
        Optional.ofNullable(System.getenv("LAB_RUNNER_APPARMOR")).orElse("unconfined");
    Stream<String> added =
        Stream.of("--security-opt=seccomp=" + profile, "--security-opt=apparmor=" + appArmor);
    return new RunOptions(Stream.concat(ofFile().stream(), added).toList());
  }

  static List<String> ofFile() {
    return read("run.options").lines().filter(line -> !line.startsWith("#")).toList();
  }

  private static String read(String file) {
    try {
      return Files.readString(FOLDER.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Sets all of them; an option that is not known here is an error.
  HostConfig applyTo(CreateContainerCmd command, String network) {
    HostConfig host = hostConfig().withNetworkMode(network);
    var tmpfs = new HashMap<String, String>();
    var log = new HashMap<String, String>();
    for (String line : lines) {
      String name = line.split("=", 2)[0];
      String value = line.substring(Math.min(line.length(), name.length() + 1));
      switch (name) {
        case "--read-only" -> host.withReadonlyRootfs(true);
        case "--tmpfs" -> tmpfs.put(value.split(":", 2)[0], value.split(":", 2)[1]);
        case "--shm-size" -> host.withShmSize(bytes(value));
        case "--memory" -> host.withMemory(bytes(value));
        case "--memory-swap" -> host.withMemorySwap(bytes(value));
        case "--cpus" ->
            host.withNanoCPUs(new BigDecimal(value).movePointRight(9).longValueExact());
        case "--cpu-shares" -> host.withCpuShares(Integer.parseInt(value));
        case "--pids-limit" -> host.withPidsLimit(Long.parseLong(value));
        case "--stop-timeout" -> command.withStopTimeout(Integer.parseInt(value));
        case "--log-opt" -> log.put(value.split("=", 2)[0], value.split("=", 2)[1]);
        case "--cap-drop", "--cap-add", "--security-opt" -> {} // below, all at once
        default -> throw new AssertionError("run.options: the tests do not know " + line);
      }
    }
    host.withTmpFs(tmpfs)
        .withLogConfig(new LogConfig(LogConfig.LoggingType.JSON_FILE, log))
        .withCapDrop(capabilities("--cap-drop"))
        .withCapAdd(capabilities("--cap-add"))
        .withSecurityOpts(securityOptions().filter(it -> !it.equals(UNMASKED)).toList());
    command.withHostConfig(host);
    return host;
  }

  private HostConfig hostConfig() {
    return securityOptions().anyMatch(UNMASKED::equals)
        ? new UnmaskedHostConfig()
        : HostConfig.newHostConfig();
  }

  private Stream<String> securityOptions() {
    return values("--security-opt");
  }

  private Capability[] capabilities(String option) {
    return values(option).map(Capability::valueOf).toArray(Capability[]::new);
  }

  private Stream<String> values(String option) {
    String start = option + "=";
    return lines.stream()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()));
  }

  private static long bytes(String size) {
    long number = Long.parseLong(size.substring(0, size.length() - 1));
    return switch (size.charAt(size.length() - 1)) {
      case 'm' -> number << 20;
      case 'g' -> number << 30;
      default -> throw new AssertionError("expected a size in m or g, got " + size);
    };
  }
}
