// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.settings;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// Properties `lab.*`.
///
/// @param home the folder of everything the lab keeps
/// @param hosts names besides the loopback ones under which browsers may address this lab
/// @param assignments the folder of assignments, each a folder with an `assignment.yml`
/// @param assignment what a submission is graded by when it does not say
/// @param uploadLimit largest submission
/// @param heartbeat how often an idle stream says that it is alive
/// @param patience whoever takes nothing of what is sent to it for so long is cut off
/// @param runners base URLs of runners elsewhere; none: the runner is in this process
@ConfigurationProperties("lab")
@Validated
public record LabSettings(
    @NotNull Path home,
    @DefaultValue Set<@NotBlank String> hosts,
    @DefaultValue("assignments") Path assignments,
    @DefaultValue("memory-manager") @Pattern(regexp = "[a-z0-9][a-z0-9-]{0,63}") String assignment,
    @DefaultValue("10MB") DataSize uploadLimit,
    @DefaultValue("15s") @DurationMin(millis = 100) Duration heartbeat,
    @DefaultValue("30s") @DurationMin(millis = 100) Duration patience,
    @DefaultValue @Valid Runs runs,
    @DefaultValue List<URI> runners,
    @DefaultValue @Valid Runner runner) {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  public LabSettings {
    hosts = Set.copyOf(hosts);
    runners = List.copyOf(runners);
    runners.forEach(LabSettings::requireBaseUrl);
    if (runner.secret().isEmpty()
        && !runners.stream().allMatch(it -> LOOPBACK.contains(it.getHost()))) {
      throw new IllegalArgumentException(
          "LAB_RUNNER_SECRET: not set, and LAB_RUNNERS names other machines. Set it to what the"
              + " runners were started with.");
    }
  }

  private static void requireBaseUrl(URI url) {
    boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    boolean bare = url.getPath() == null || url.getPath().isEmpty() || url.getPath().equals("/");
    if (!http || url.getHost() == null || !bare) {
      throw new IllegalArgumentException(
          "LAB_RUNNERS: expected URLs like http://qemu-runner:8090, separated by commas, got "
              + url);
    }
  }

  /// @param workers runs at a time
  /// @param attempts how often a run is begun before the lab admits that it cannot
  /// @param retryDelay before a run is begun again after a fault of the lab
  /// @param unwatched after this long without a viewer an interactive run is stopped
  public record Runs(
      @DefaultValue("2") @Min(1) @Max(256) int workers,
      @DefaultValue("3") @Min(1) @Max(10) int attempts,
      @DefaultValue("1s") @DurationMin(millis = 0) Duration retryDelay,
      @DefaultValue("60s") @DurationMin(millis = 100) Duration unwatched) {}

  /// The runner in this process, or what concerns those elsewhere.
  ///
  /// @param qemu the emulator, as a path or a name to look for
  /// @param folder where runs keep their sockets and memory dumps: on tmpfs, with a short path;
  ///   absent: the user's runtime folder, or `/dev/shm`
  /// @param samplePeriod how often a running kernel is looked at
  /// @param secret what runners elsewhere want to be shown
  /// @param silence after this long without a word a runner elsewhere counts as dead
  public record Runner(
      @DefaultValue("qemu-system-i386") @NotBlank String qemu,
      @Nullable Path folder,
      @DefaultValue("250ms") @DurationMin(millis = 10) Duration samplePeriod,
      @DefaultValue("") String secret,
      @DefaultValue("8s") @DurationMin(millis = 100) Duration silence) {

    public Runner {
      secret = secret.strip();
    }

    /// Without what must not be logged.
    @Override
    public String toString() {
      return "Runner[qemu=" + qemu + ", folder=" + folder + "]";
    }
  }
}
