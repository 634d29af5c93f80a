// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DescendantsTest {
  /// Compared with the JDK, which looks at every process there is.
  @Test
  void theyAreChildrenAndTheirChildren() throws Exception {
    Process shell =
        new ProcessBuilder("sh", "-c", "sh -c 'sleep 60 & sleep 60 & echo up; wait' & wait")
            .start();
    try {
      assertThat(shell.inputReader().readLine()).isEqualTo("up");

      assertThat(Descendants.of(shell.toHandle()))
          .hasSize(3)
          .containsExactlyInAnyOrderElementsOf(
              shell.descendants().map(ProcessHandle::pid).toList());
    } finally {
      shell.descendants().forEach(ProcessHandle::destroyForcibly);
      shell.destroyForcibly();
      shell.waitFor(10, TimeUnit.SECONDS);
    }
    assertThat(Descendants.of(shell.toHandle())).isEmpty();
  }
}
