// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.local;

import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.assignment.Operations;
import dev.kernellab.grading.check.Evidence;
import dev.kernellab.grading.verdict.Grader;
import dev.kernellab.grading.verdict.SeveralMachines;
import dev.kernellab.grading.verdict.SeveralMachines.OnMachine;
import dev.kernellab.grading.verdict.Verdict;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.RunMode;
import dev.kernellab.protocol.RunRequest;
import dev.kernellab.runner.QemuKernelRunner;
import dev.kernellab.runner.RunnerSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;

/// Builds, boots and grades on this machine. For any number of threads; runs wait for a free core.
public final class LocalLab implements AutoCloseable {
  private final QemuKernelRunner runner;

  private LocalLab(QemuKernelRunner runner) {
    this.runner = runner;
  }

  /// @throws IOException when QEMU or the sandbox is missing; the message says what to install
  public static LocalLab open() throws IOException {
    return new LocalLab(new QemuKernelRunner(RunnerSettings.DEFAULT, new SimpleMeterRegistry()));
  }

  /// What a kernel is worth on all machines of an assignment.
  ///
  /// @param name for the runner's messages
  /// @param seed of what the operations leave to chance
  /// @throws LocalRun.FailedException when the lab, not the kernel, failed
  public Verdict grade(String name, Assignment assignment, KernelKind kind, Path kernel, long seed)
      throws InterruptedException, LocalRun.FailedException {
    var runs = new ArrayList<OnMachine>();
    Operations operations = assignment.operations();
    for (Machine machine : assignment.machines()) {
      Machine told = operations == null ? machine : operations.onto(machine, seed);
      runs.add(new OnMachine(machine, verdict(name, assignment, told, kind, kernel)));
    }
    return SeveralMachines.verdict(runs);
  }

  private Verdict verdict(
      String name, Assignment assignment, Machine machine, KernelKind kind, Path kernel)
      throws InterruptedException, LocalRun.FailedException {
    var request =
        new RunRequest(
            name,
            1,
            kind,
            RunMode.GRADED,
            machine,
            assignment.budgets(),
            assignment.profile(),
            assignment.lastCheckpoint());
    LocalRun run = LocalRun.of(runner, request, kernel);
    return Grader.grade(
        assignment,
        new Evidence(
            assignment.profile(),
            machine,
            Operations.told(machine),
            run.outcome(),
            run.console(),
            run.captures()));
  }

  @Override
  public void close() {
    runner.close();
  }
}
