// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.service;

import dev.kernellab.runner.QemuKernelRunner;
import dev.kernellab.runner.RunnerSettings;
import dev.kernellab.runner.archive.ArchiveLimits;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.http.codec.CodecCustomizer;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.codec.multipart.DefaultPartHttpMessageReader;

/// What the service is made of.
@Configuration(proxyBeanMethods = false)
class ServiceConfiguration {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceConfiguration.class);

  @Bean
  Build build() {
    return Build.ofThisProcess();
  }

  @Bean
  Secret secret(
      ServiceSettings settings, @Value("${server.address:}") @Nullable InetAddress address) {
    return new Secret(settings.secret(), address);
  }

  @Bean
  RunnerSettings runnerSettings(ServiceSettings chosen) {
    RunnerSettings given = RunnerSettings.DEFAULT;
    return new RunnerSettings(
        chosen.qemu(),
        chosen.capacity() == null ? given.capacity() : chosen.capacity(),
        chosen.samplePeriod(),
        given.machineMegabytes(),
        given.monitorPatience(),
        ArchiveLimits.DEFAULT,
        given.build(),
        chosen.folder() == null ? given.sandbox() : given.sandbox().withFolder(chosen.folder()));
  }

  /// Closed with the application: it then ends its runs and their machines.
  @Bean
  QemuKernelRunner kernelRunner(RunnerSettings settings, MeterRegistry meters) throws IOException {
    return new QemuKernelRunner(settings, meters);
  }

  @Bean
  Attempts attempts(
      RunnerSettings settings,
      ServiceSettings service,
      QemuKernelRunner runner,
      MeterRegistry meters) {
    var attempts = new Attempts(settings.capacity(), service.beat(), runner.folder());
    meters.gauge("lab.runner.capacity", attempts, Attempts::capacity);
    meters.gauge("lab.runner.running", attempts, Attempts::running);
    return attempts;
  }

  /// What is too large to be held in memory while it is read; not in the system's folder for
  /// temporary files, where nobody would remove what a killed process leaves behind.
  @Bean
  CodecCustomizer uploads(QemuKernelRunner runner) {
    return codecs ->
        codecs.defaultCodecs().configureDefaultCodec(codec -> keepIn(runner.folder(), codec));
  }

  private static void keepIn(Path folder, Object codec) {
    if (codec instanceof DefaultPartHttpMessageReader reader) {
      try {
        reader.setFileStorageDirectory(folder);
      } catch (IOException e) {
        throw new UncheckedIOException("uploads: cannot be kept in " + folder, e);
      }
    }
  }

  @Bean
  ApplicationListener<ApplicationReadyEvent> readyLine(Environment environment, Attempts attempts) {
    return ready ->
        LOG.info(
            "The runner is ready on port {}, for {} runs at a time",
            environment.getProperty("local.server.port"),
            attempts.capacity());
  }
}
