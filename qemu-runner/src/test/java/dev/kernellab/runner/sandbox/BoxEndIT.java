// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.runner.RunnerSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A run can be called off while its box is being made. Whatever is in it by then has to go, though
/// it is no process's child any more.
class BoxEndIT {
  private static final BoxLimits LIMITS = new BoxLimits(Duration.ofMinutes(1), 64L << 20, 16, 0);

  @Test
  void nothingOutlivesABoxThatIsClosedWhileItIsMade() throws Exception {
    String mark = UUID.randomUUID().toString();
    var exits = new ArrayList<Integer>();
    try (Sandbox sandbox = Sandbox.open(RunnerSettings.DEFAULT.sandbox());
        JobFolder folder = sandbox.createFolder(0)) {
      for (long delay : IntStream.range(0, 150).mapToLong(it -> it * 100_000L).toArray()) {
        List<String> command = List.of("/bin/sh", "-c", "sleep 60; : " + mark);
        try (Box box = sandbox.start(Toolchain.show(new BoxPlan(LIMITS, command)), folder)) {
          LockSupport.parkNanos(delay);
          box.close();
          exits.add(box.awaitExit());
        }
      }
      try (Box last =
          sandbox.start(Toolchain.show(new BoxPlan(LIMITS, List.of("/bin/true"))), folder)) {
        last.awaitExit(); // by then the others would have come as far
      }
    }
    assertThat(exits).hasSize(150).doesNotContain(0);
    assertThat(
            ProcessHandle.allProcesses()
                .filter(it -> it.info().commandLine().orElse("").contains(mark)))
        .isEmpty();
  }
}
