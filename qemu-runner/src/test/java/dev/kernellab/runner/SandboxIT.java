// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kernellab.protocol.KernelKind;
import dev.kernellab.protocol.RunOutcome.Kind;
import dev.kernellab.runner.sandbox.SandboxSettings;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A host on which no box can be made: every run is refused, none runs outside.
class SandboxIT {
  @TempDir Path folder;

  @Test
  void withoutBubblewrapNothingRuns() throws Exception {
    try (LabBench bench = new LabBench(with("no-such-bwrap"))) {
      var run = bench.run(LabBench.request(KernelKind.ELF), kernel());

      assertThat(run.events()).hasSize(1);
      assertThat(run.outcome().kind()).isEqualTo(Kind.LAB_FAULT);
      assertThat(run.outcome().code()).isEqualTo("SANDBOX");
      assertThat(run.outcome().message()).contains("no-such-bwrap", "not installed");
    }
  }

  @Test
  void withABubblewrapThatFailsNothingRuns() throws Exception {
    try (LabBench bench = new LabBench(with("/usr/bin/false"))) {
      var run = bench.run(LabBench.request(KernelKind.SOURCES), kernel());

      assertThat(run.events()).hasSize(1);
      assertThat(run.outcome().code()).isEqualTo("SANDBOX");
      assertThat(run.outcome().message()).contains("status 1");
    }
  }

  @Test
  void prerequisitesSayWhatIsMissing() throws Exception {
    assertThat(Prerequisites.check(RunnerSettings.DEFAULT))
        .allSatisfy(each -> assertThat(each.ok()).as("%s", each).isTrue());
    assertThat(Prerequisites.check(with("no-such-bwrap")))
        .filteredOn(each -> !each.ok())
        .singleElement()
        .satisfies(each -> assertThat(each.name()).isEqualTo("sandbox"));
  }

  @Test
  void withoutQemuThereIsNoRunner() {
    RunnerSettings settings = RunnerSettings.DEFAULT.withQemu("no-such-qemu");

    assertThatThrownBy(() -> new LabBench(settings))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no-such-qemu");
  }

  private Path kernel() throws Exception {
    return Kernels.elf(folder, "1: jmp 1b\n");
  }

  private static RunnerSettings with(String bubblewrap) {
    SandboxSettings defaults = SandboxSettings.DEFAULT;
    return RunnerSettings.DEFAULT.withSandbox(
        new SandboxSettings(bubblewrap, defaults.folder(), defaults.firstUid()));
  }
}
