// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.local;

import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.assignment.Operations;
import dev.kernellab.grading.check.Evidence;
import dev.kernellab.grading.verdict.Grader;
import dev.kernellab.grading.verdict.SeveralMachines;
import dev.kernellab.grading.verdict.SeveralMachines.OnMachine;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunMode;
import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.protocol.RunRequest;
import dev.kernellab.runner.QemuKernelRunner;
import dev.kernellab.runner.RunnerSettings;
import dev.kernellab.runner.submission.SubmissionRejectedException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Builds, boots and grades on this machine. For any number of threads; runs wait for a free core.
public final class LocalLab implements AutoCloseable {
  private final QemuKernelRunner runner;

  private LocalLab(QemuKernelRunner runner) {
    this.runner = runner;
  }

  /// @throws IOException when QEMU or the sandbox is missing; the message says what to install
  public static LocalLab open() throws IOException {
    return open(RunnerSettings.DEFAULT.capacity());
  }

  /// @param machines at most so many at a time
  /// @throws IOException when QEMU or the sandbox is missing; the message says what to install
  public static LocalLab open(int machines) throws IOException {
    RunnerSettings settings = RunnerSettings.DEFAULT.withCapacity(machines);
    return new LocalLab(new QemuKernelRunner(settings, new SimpleMeterRegistry()));
  }

  /// What a kernel is to be graded by.
  ///
  /// @param name for the runner's messages
  /// @param seed of what the operations leave to chance
  public record Task(String name, AssignmentFolder by, long seed) {
    Assignment assignment() {
      return by.assignment();
    }
  }

  /// What a kernel is worth on all machines of an assignment. One that is not booted on the first
  /// is not tried on the others. Sources are built with the instructor's files over them.
  ///
  /// @param listener is told of every event of every run
  /// @throws LocalRun.FailedException when the lab, not the kernel, failed
  public LocalGrade grade(Task task, LocalKernel kernel, Consumer<RunEvent> listener)
      throws IOException, InterruptedException, LocalRun.FailedException {
    if (task.by.given().isEmpty() || kernel.kind() != KernelKind.SOURCES) {
      return gradeAsItIs(task, kernel, listener);
    }
    Path file = Files.createTempFile("lab-build-", ".tar.gz");
    try {
      task.by.given().over(kernel.file(), file);
      return gradeAsItIs(task, new LocalKernel(kernel.kind(), file), listener);
    } catch (SubmissionRejectedException e) {
      return rejected(task.assignment(), e);
    } finally {
      Files.delete(file);
    }
  }

  private LocalGrade gradeAsItIs(Task task, LocalKernel kernel, Consumer<RunEvent> listener)
      throws InterruptedException, LocalRun.FailedException {
    Assignment assignment = task.assignment();
    var runs = new ArrayList<LocalRun>();
    var graded = new ArrayList<OnMachine>();
    for (Machine machine : assignment.machines()) {
      RunRequest request = request(task, kernel, machine);
      LocalRun run = run(request, kernel, listener);
      runs.add(run);
      graded.add(new OnMachine(machine, Grader.grade(assignment, run.evidence())));
      if (run.outcome().kind() == RunOutcome.Kind.BUILD_REJECTED) {
        break;
      }
    }
    return LocalGrade.of(runs, SeveralMachines.verdict(graded));
  }

  /// Runs a kernel once, as somebody else has asked for it.
  ///
  /// @throws LocalRun.FailedException when the lab, not the kernel, failed
  public LocalRun run(RunRequest request, LocalKernel kernel, Consumer<RunEvent> listener)
      throws InterruptedException, LocalRun.FailedException {
    return LocalRun.of(runner, request, kernel.file(), listener);
  }

  /// What a file that cannot be run is worth.
  public static LocalGrade rejected(Assignment assignment, SubmissionRejectedException reason) {
    var outcome = new RunOutcome(RunOutcome.Kind.BUILD_REJECTED, reason.code(), reason.sentence());
    var evidence = new Evidence(assignment.profile(), assignment.machine(), outcome, List.of());
    return new LocalGrade(outcome, Grader.grade(assignment, evidence), List.of());
  }

  private static RunRequest request(Task task, LocalKernel kernel, Machine assigned) {
    Assignment assignment = task.assignment();
    Operations operations = assignment.operations();
    Machine machine = kernel.onto(assigned, assignment.profile());
    boolean told = operations != null && machine.start().way().loadsElf();
    return new RunRequest(
        task.name,
        1,
        kernel.kind(),
        RunMode.GRADED,
        told && operations != null ? operations.onto(machine, task.seed) : machine,
        assignment.budgets(),
        assignment.profile(),
        assignment.lastCheckpoint());
  }

  @Override
  public void close() {
    runner.close();
  }
}
