// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner;

import dev.kernellab.runner.archive.ArchiveLimits;
import dev.kernellab.runner.build.BuildLimits;
import dev.kernellab.runner.sandbox.SandboxSettings;
import java.time.Duration;

/// Everything about a runner that can be chosen.
///
/// @param qemu the emulator, as a path or a name to look for
/// @param capacity runs at the same time; more wait
/// @param samplePeriod how often a running kernel is looked at
/// @param machineMegabytes what a QEMU process may use besides the guest's RAM
/// @param monitorPatience how long QEMU's monitor and gdb stub may take to answer
public record RunnerSettings(
    String qemu,
    int capacity,
    Duration samplePeriod,
    int machineMegabytes,
    Duration monitorPatience,
    ArchiveLimits archive,
    BuildLimits build,
    SandboxSettings sandbox) {
  public static final RunnerSettings DEFAULT =
      new RunnerSettings(
          "qemu-system-i386",
          Math.max(1, Runtime.getRuntime().availableProcessors()),
          Duration.ofMillis(250),
          256,
          Duration.ofSeconds(10),
          ArchiveLimits.DEFAULT,
          BuildLimits.DEFAULT,
          SandboxSettings.DEFAULT);

  public RunnerSettings {
    if (capacity < 1 || capacity > 256) {
      throw new IllegalArgumentException("capacity: expected 1 to 256, got " + capacity);
    }
  }

  public RunnerSettings withCapacity(int runs) {
    return new RunnerSettings(
        qemu, runs, samplePeriod, machineMegabytes, monitorPatience, archive, build, sandbox);
  }

  public RunnerSettings withQemu(String program) {
    return new RunnerSettings(
        program,
        capacity,
        samplePeriod,
        machineMegabytes,
        monitorPatience,
        archive,
        build,
        sandbox);
  }

  public RunnerSettings withBuild(BuildLimits other) {
    return new RunnerSettings(
        qemu, capacity, samplePeriod, machineMegabytes, monitorPatience, archive, other, sandbox);
  }

  public RunnerSettings withSandbox(SandboxSettings other) {
    return new RunnerSettings(
        qemu, capacity, samplePeriod, machineMegabytes, monitorPatience, archive, build, other);
  }
}
