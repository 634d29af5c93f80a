// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.runner;

import dev.kernellab.api.settings.LabSettings;
import dev.kernellab.api.web.Problem;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.protocol.KernelRunner;
import dev.kernellab.runner.QemuKernelRunner;
import dev.kernellab.runner.RunnerSettings;
import dev.kernellab.runner.SubmissionCheck;
import dev.kernellab.runner.sandbox.SandboxSettings;
import dev.kernellab.runner.submission.SubmissionRejectedException;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;

/// The runner in this process, unless there is another.
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

  /// Closed with the application: it then ends its runs and their machines.
  @Bean
  @ConditionalOnMissingBean(KernelRunner.class)
  QemuKernelRunner kernelRunner(RunnerSettings settings, MeterRegistry meters) throws IOException {
    return new QemuKernelRunner(settings, meters);
  }

  @Bean
  @ConditionalOnMissingBean
  KernelInspector kernelInspector(RunnerSettings settings) {
    return file -> inspect(file, settings);
  }

  private static KernelKind inspect(Path file, RunnerSettings settings) throws IOException {
    try {
      return SubmissionCheck.inspect(file, settings.archive());
    } catch (SubmissionRejectedException e) {
      throw new Problem(HttpStatus.UNPROCESSABLE_CONTENT, e.code(), e.sentence());
    }
  }
}
