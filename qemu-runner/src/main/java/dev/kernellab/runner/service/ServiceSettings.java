// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.service;

import dev.kernellab.protocol.wire.RunnerProtocol;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// Properties `runner.*`.
///
/// @param secret what callers must show; empty: nothing, which only loopback allows
/// @param capacity runs at the same time; absent: one a processor
/// @param drain how long runs may go on after the runner was told to stop
/// @param heartbeat how often a runner that has nothing to say says so
/// @param kernelLimit largest submitted file
/// @param qemu the emulator, as a path or a name to look for
/// @param folder where runs keep their sockets and memory dumps: on tmpfs, with a short path
/// @param samplePeriod how often a running kernel is looked at
@ConfigurationProperties("runner")
record ServiceSettings(
    @DefaultValue("") String secret,
    @Nullable Integer capacity,
    @DefaultValue("75s") Duration drain,
    @Nullable Duration heartbeat,
    @DefaultValue("16MB") DataSize kernelLimit,
    @DefaultValue("qemu-system-i386") String qemu,
    @Nullable Path folder,
    @DefaultValue("250ms") Duration samplePeriod) {

  ServiceSettings {
    secret = secret.strip();
    if (drain.isNegative()) {
      throw new IllegalArgumentException("runner.drain: expected 0 s or more, got " + drain);
    }
    if (samplePeriod.compareTo(Duration.ofMillis(10)) < 0) {
      throw new IllegalArgumentException(
          "runner.sample-period: expected 10 ms or more, got " + samplePeriod);
    }
  }

  Duration beat() {
    return heartbeat == null ? RunnerProtocol.HEARTBEAT : heartbeat;
  }

  /// Without what must not be logged.
  @Override
  public String toString() {
    return "ServiceSettings[capacity=" + capacity + ", drain=" + drain + "]";
  }
}
