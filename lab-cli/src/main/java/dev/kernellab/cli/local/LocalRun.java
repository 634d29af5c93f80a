// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.local;

import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.KernelRunner;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.protocol.RunRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one run has shown, all of it in memory.
public final class LocalRun {
  private final List<Capture> captures = new ArrayList<>();
  private final StringBuilder console = new StringBuilder();
  private @Nullable RunOutcome outcome;

  private LocalRun() {}

  /// The lab failed, not the kernel.
  public static final class FailedException extends Exception {
    private static final long serialVersionUID = 1L;

    FailedException(String message) {
      super(message);
    }
  }

  /// Runs a kernel to its end.
  public static LocalRun of(KernelRunner runner, RunRequest request, Path kernel)
      throws InterruptedException, FailedException {
    var run = new LocalRun();
    runner.start(request, kernel, run::take).awaitEnd();
    RunOutcome outcome = run.outcome;
    if (outcome == null || !outcome.kind().isGraded()) {
      throw new FailedException(
          request.run() + ": " + (outcome == null ? "the run never ended" : outcome.message()));
    }
    return run;
  }

  private void take(RunEvent event) {
    switch (event) {
      case RunEvent.SnapshotTaken it -> captures.add(it.capture());
      case RunEvent.SerialOutput it -> console.append(it.text());
      case RunEvent.Ended it -> outcome = it.outcome();
      case RunEvent.StateChanged it -> {}
      case RunEvent.BuildOutput it -> {}
      case RunEvent.CheckpointReached it -> {}
      case RunEvent.ExecutionChanged it -> {}
      case RunEvent.FaultSeen it -> {}
      case RunEvent.CodeNamed it -> {}
    }
  }

  public List<Capture> captures() {
    return List.copyOf(captures);
  }

  public String console() {
    return console.toString();
  }

  public RunOutcome outcome() {
    if (outcome == null) {
      throw new IllegalStateException("run: has not ended");
    }
    return outcome;
  }
}
