// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RunnerSettingsTest {
  @Test
  void defaultsAreThoseOfTheDocuments() {
    RunnerSettings settings = RunnerSettings.DEFAULT;

    assertThat(settings.qemu()).isEqualTo("qemu-system-i386");
    assertThat(settings.samplePeriod()).hasMillis(250);
    assertThat(settings.archive().packedBytes()).isEqualTo(10 * 1024 * 1024);
    assertThat(settings.archive().inflatedBytes()).isEqualTo(64 * 1024 * 1024);
    assertThat(settings.build().memoryBytes()).isEqualTo(1024L * 1024 * 1024);
    assertThat(settings.sandbox().bubblewrap()).isEqualTo("bwrap");
  }

  @Test
  void aRunnerThatRunsNothingIsRefused() {
    assertThatThrownBy(() -> RunnerSettings.DEFAULT.withCapacity(0))
        .hasMessage("capacity: expected 1 to 256, got 0");
  }
}
