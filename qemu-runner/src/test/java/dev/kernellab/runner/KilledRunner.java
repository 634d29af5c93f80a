// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner;

import dev.kernellab.protocol.Budgets;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunMode;
import java.nio.file.Files;
import java.nio.file.Path;

/// A process of its own that runs a kernel for ever, to be killed by [KillIT].
final class KilledRunner {
  private KilledRunner() {}

  /// @param arguments `ELF` or `SOURCES`, then the file
  public static void main(String[] arguments) throws Exception {
    KernelKind kind = KernelKind.valueOf(arguments[0]);
    var budgets = new Budgets(1L << 50, 1 << 20, 20, 60, 60);
    try (LabBench bench = new LabBench()) {
      Path kernel = bench.runner.folder().resolve("submitted");
      Files.copy(Path.of(arguments[1]), kernel);
      var run = bench.start(LabBench.request(kind, RunMode.GRADED, budgets, null), kernel);
      run.await(
          event -> event instanceof RunEvent.SerialOutput || event instanceof RunEvent.BuildOutput);
      System.out.println("running");
      run.live.awaitEnd();
    }
  }
}
