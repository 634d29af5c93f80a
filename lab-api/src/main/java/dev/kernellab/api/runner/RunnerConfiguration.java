// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.runner;

import dev.kernellab.api.settings.LabSettings;
import dev.kernellab.api.trace.Traces;
import dev.kernellab.api.web.Problem;
import dev.kernellab.protocol.Boot;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.protocol.KernelRunner;
import dev.kernellab.protocol.wire.RunnerStatus;
import dev.kernellab.runner.QemuKernelRunner;
import dev.kernellab.runner.RunnerSettings;
import dev.kernellab.runner.SubmissionCheck;
import dev.kernellab.runner.sandbox.SandboxSettings;
import dev.kernellab.runner.submission.SubmissionRejectedException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;

/// The runner in this process, or the way to those elsewhere when the settings name any.
@Configuration(proxyBeanMethods = false)
class RunnerConfiguration {

  @Bean
  RunnerSettings runnerSettings(LabSettings settings) {
    LabSettings.Runner chosen = settings.runner();
    RunnerSettings given = RunnerSettings.DEFAULT;
    SandboxSettings sandbox = given.sandbox();
    return new RunnerSettings(
        chosen.qemu(),
        settings.runs().workers(),
        chosen.samplePeriod(),
        given.machineMegabytes(),
        given.monitorPatience(),
        given.archive(),
        given.build(),
        chosen.folder() == null ? sandbox : sandbox.withFolder(chosen.folder()));
  }

  /// Closed with the application: runs here end with their machines, runs elsewhere are let go.
  @Bean
  @ConditionalOnMissingBean(KernelRunner.class)
  KernelRunner kernelRunner(
      LabSettings settings, RunnerSettings own, MeterRegistry meters, Traces traces)
      throws IOException {
    if (settings.runners().isEmpty()) {
      return new QemuKernelRunner(own, meters);
    }
    var client = new RunnerClient(settings.runner().secret());
    var fleet = new RunnerFleet(settings.runners(), client);
    Gauge.builder("lab.runners", fleet, RunnerConfiguration::fit)
        .description("Runners that take runs")
        .register(meters);
    Gauge.builder("lab.runners.capacity", fleet, RunnerConfiguration::capacity)
        .description("Runs that all runners together take at a time")
        .register(meters);
    return new RemoteKernelRunner(fleet, client, settings.runner().silence(), traces);
  }

  private static double fit(RunnerFleet fleet) {
    return fleet.lastSeen().stream().filter(it -> it.trouble().isEmpty()).count();
  }

  private static double capacity(RunnerFleet fleet) {
    return fleet.lastSeen().stream()
        .map(RunnerFleet.Member::status)
        .filter(Objects::nonNull)
        .mapToInt(RunnerStatus::capacity)
        .sum();
  }

  @Bean("runner")
  HealthIndicator runnerHealth(KernelRunner runner, RunnerSettings own, Clock clock) {
    return runner instanceof RemoteKernelRunner remote
        ? new FleetHealth(remote.fleet())
        : new RunnerHealth(own, clock);
  }

  @Bean
  @ConditionalOnMissingBean
  KernelInspector kernelInspector(RunnerSettings settings) {
    return (file, way) -> inspect(file, way, settings);
  }

  private static KernelKind inspect(Path file, Optional<Boot.Way> way, RunnerSettings settings)
      throws IOException {
    try {
      return SubmissionCheck.inspect(file, settings.archive(), way);
    } catch (SubmissionRejectedException e) {
      throw new Problem(HttpStatus.UNPROCESSABLE_CONTENT, e.code(), e.sentence());
    }
  }
}
