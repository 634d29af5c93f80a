// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.local;

import dev.kernellab.grading.assignment.Operations;
import dev.kernellab.grading.check.Evidence;
import dev.kernellab.grading.compare.ComparedRun;
import dev.kernellab.memory.seal.EvidenceSeal;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.KernelRunner;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.protocol.RunRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// What one run has shown.
///
/// @param events in order; can be gone through again and again
public record LocalRun(RunRequest request, RunOutcome outcome, Iterable<RunEvent> events) {

  /// The lab failed, not the kernel.
  public static final class FailedException extends Exception {
    private static final long serialVersionUID = 1L;

    FailedException(String message) {
      super(message);
    }
  }

  /// Runs a kernel to its end; what it shows is kept in memory.
  ///
  /// @param listener is told of every event as it comes
  static LocalRun of(
      KernelRunner runner, RunRequest request, Path kernel, Consumer<RunEvent> listener)
      throws InterruptedException, FailedException {
    var events = new ArrayList<RunEvent>();
    runner.start(request, kernel, listener.andThen(events::add)).awaitEnd();
    if (events.isEmpty() || !(events.getLast() instanceof RunEvent.Ended ended)) {
      throw new FailedException(request.run() + ": the run never ended");
    }
    if (!ended.outcome().kind().isGraded()) {
      throw new FailedException(request.run() + ": " + ended.outcome().message());
    }
    return new LocalRun(request, ended.outcome(), events);
  }

  /// What a grader looks at.
  public Evidence evidence() {
    return new Evidence(
        request.profile(),
        request.machine(),
        Operations.told(request.machine()),
        outcome,
        console(),
        captures());
  }

  /// What its machine was started with; empty where there was none.
  public Optional<RunEvent.MachineStarted> started() {
    return StreamSupport.stream(events.spliterator(), false)
        .filter(RunEvent.MachineStarted.class::isInstance)
        .map(RunEvent.MachineStarted.class::cast)
        .findFirst();
  }

  public ComparedRun compared() {
    return new ComparedRun(request.machine(), request.profile(), outcome, console(), captures());
  }

  /// The hash of what the machine showed; empty when there is none.
  ///
  /// @throws dev.kernellab.memory.MalformedCaptureException when a capture is damaged
  public Optional<String> hash() {
    if (outcome.kind() == RunOutcome.Kind.BUILD_REJECTED) {
      return Optional.empty();
    }
    var seal = new EvidenceSeal(!request.machine().start().way().countsVary());
    events.forEach(seal::add);
    return seal.close(outcome);
  }

  private Iterable<Capture> captures() {
    return () -> of(RunEvent.SnapshotTaken.class).map(RunEvent.SnapshotTaken::capture).iterator();
  }

  private String console() {
    var console = new StringBuilder();
    of(RunEvent.SerialOutput.class).forEach(it -> console.append(it.text()));
    return console.toString();
  }

  private <T extends RunEvent> Stream<T> of(Class<T> type) {
    return StreamSupport.stream(events.spliterator(), false)
        .filter(type::isInstance)
        .map(type::cast);
  }
}
