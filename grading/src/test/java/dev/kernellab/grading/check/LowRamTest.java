// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.protocol.Machine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Figures from QEMU's sources, in MiB below 4 GiB.
class LowRamTest {
  @ParameterizedTest
  @CsvSource({
    "PC, 4, 4",
    "PC, 128, 128",
    "PC, 3583, 3583",
    "PC, 3584, 3072",
    "PC, 4096, 3072",
    "Q35, 128, 128",
    "Q35, 2815, 2815",
    "Q35, 2816, 2048",
    "Q35, 4096, 2048"
  })
  void ramMakesRoomForDevices(Machine.Type type, int ramMiB, int lowMiB) {
    assertThat(LowRam.frames(new Machine(type, ramMiB))).isEqualTo(lowMiB * 256);
  }
}
