// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {
  @Test
  void onlyTheSecretIsAccepted() throws Exception {
    assertThat(new Secret("hush", InetAddress.getByName("0.0.0.0")).accepts("Bearer hush"))
        .isTrue();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {"", "hush", "Bearer", "Bearer ", "Bearer hus", "Bearer hush2", "Basic hush"})
  void anythingElseIsNot(String shown) {
    assertThat(new Secret("hush", null).accepts(shown)).isFalse();
  }

  @Test
  void withoutOneOnlyItsOwnMachineIsServed() throws Exception {
    assertThat(new Secret("", InetAddress.getLoopbackAddress()).accepts(null)).isTrue();
    assertThatIllegalStateException()
        .isThrownBy(() -> new Secret("", InetAddress.getByName("0.0.0.0")))
        .withMessageContaining("LAB_RUNNER_SECRET");
    assertThatIllegalStateException().isThrownBy(() -> new Secret("", null));
  }
}
