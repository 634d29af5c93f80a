// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.local;

import dev.kernellab.grading.assignment.Operations;
import dev.kernellab.grading.check.Evidence;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.KernelRunner;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.protocol.RunRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// What one run has shown, all of it in memory.
///
/// @param events the last of them is its end
public record LocalRun(RunRequest request, List<RunEvent> events) {
  public LocalRun {
    events = List.copyOf(events);
    if (events.isEmpty() || !(events.getLast() instanceof RunEvent.Ended)) {
      throw new IllegalArgumentException("run: has not ended");
    }
  }

  /// The lab failed, not the kernel.
  public static final class FailedException extends Exception {
    private static final long serialVersionUID = 1L;

    FailedException(String message) {
      super(message);
    }
  }

  /// Runs a kernel to its end.
  ///
  /// @param listener is told of every event as it comes
  static LocalRun of(
      KernelRunner runner, RunRequest request, Path kernel, Consumer<RunEvent> listener)
      throws InterruptedException, FailedException {
    var events = new ArrayList<RunEvent>();
    runner.start(request, kernel, listener.andThen(events::add)).awaitEnd();
    var run = new LocalRun(request, events);
    if (!run.outcome().kind().isGraded()) {
      throw new FailedException(request.run() + ": " + run.outcome().message());
    }
    return run;
  }

  public RunOutcome outcome() {
    return ((RunEvent.Ended) events.getLast()).outcome();
  }

  /// What a grader looks at.
  public Evidence evidence() {
    return new Evidence(
        request.profile(),
        request.machine(),
        Operations.told(request.machine()),
        outcome(),
        console(),
        captures());
  }

  public List<Capture> captures() {
    return events.stream()
        .filter(RunEvent.SnapshotTaken.class::isInstance)
        .map(it -> ((RunEvent.SnapshotTaken) it).capture())
        .toList();
  }

  public String console() {
    return events.stream()
        .filter(RunEvent.SerialOutput.class::isInstance)
        .map(it -> ((RunEvent.SerialOutput) it).text())
        .collect(Collectors.joining());
  }
}
