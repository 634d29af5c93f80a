// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A runner is started with the same settings by Compose and by the launcher. The launcher's are
/// those that the images are tested with.
class ComposeAgreesTest {
  private static final List<String> ADDED_BY_THE_LAUNCHER =
      List.of(
          "--security-opt=seccomp:containers/qemu-runner/seccomp.json",
          "--security-opt=apparmor:unconfined");

  @Test
  void inEveryField() {
    assertThat(runner(ComposeFile.text()))
        .containsAll(ADDED_BY_THE_LAUNCHER)
        .filteredOn(option -> !ADDED_BY_THE_LAUNCHER.contains(option))
        .containsExactlyInAnyOrderElementsOf(RunOptions.ofFile());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pids_limit: 1024                 | pids_limit: 1025
          systempaths=unconfined           | systempaths=masked
          memswap_limit: 3g                |
          stop_grace_period: 240s          | stop_grace_period: 24s
          """)
  void anotherSettingIsNoticed(String line, String other) {
    String changed = ComposeFile.text().replace(line, other == null ? "" : other);
    assertThat(runner(changed)).isNotEqualTo(runner(ComposeFile.text()));
  }

  @Test
  void aSettingThatTheTestsCannotReadIsNoticed() {
    String privileged = ComposeFile.text().replace("    cpus: 2", "    privileged: true");
    assertThatThrownBy(() -> runner(privileged)).hasMessageContaining("privileged");
  }

  private static List<String> runner(String yaml) {
    return new ComposeFile(yaml, name -> "").options("qemu-runner");
  }
}
