// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BareBootIT {
  private static final Path KERNEL = Path.of("../kernel/build/kernel.elf");

  @Test
  void aPromptThatNeverComesIsNotWaitedForWithoutEnd() throws Exception {
    assertThat(new ProcessBuilder("make", "-s", "-C", "../kernel", "all").start().waitFor())
        .isZero();
    var stopped = new BareBoot(KERNEL, "> ", List.of("-S"), Duration.ofSeconds(1));
    assertThatThrownBy(stopped::time)
        .isInstanceOf(UsageProblem.class)
        .hasMessageContaining("given up after 1 s without the prompt \"> \"")
        .hasMessageEndingWith("its console: empty");
  }

  @Test
  void whatQemuSaysOfItsEndIsTold() {
    assertThatThrownBy(new BareBoot(Path.of("gone.elf"), "> ", List.of())::time)
        .isInstanceOf(UsageProblem.class)
        .hasMessageContaining("QEMU ended before the prompt \"> \"")
        .hasMessageContaining("could not open");
  }
}
