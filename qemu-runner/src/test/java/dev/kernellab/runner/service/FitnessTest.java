// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.runner.RunnerSettings;
import org.junit.jupiter.api.Test;

class FitnessTest {
  @Test
  void aRunnerWithoutRoomForARunSaysSoAndTakesNone() {
    var fitness = new Fitness(RunnerSettings.DEFAULT, Long.MAX_VALUE);

    assertThat(fitness.trouble().orElseThrow())
        .startsWith(RunnerSettings.DEFAULT.sandbox().folder().toString())
        .contains("MiB are free")
        .endsWith("Make room there, or make it larger.");
    assertThat(fitness.health().getStatus().getCode()).isEqualTo("DOWN");
  }
}
