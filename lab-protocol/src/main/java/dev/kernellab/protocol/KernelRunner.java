// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Whoever can build, boot and observe a kernel: in this process, or behind an HTTP connection.
public interface KernelRunner {

  /// Waits until a run that is started would most likely begin at once; or until it has been given
  /// up, which is asked every second or so.
  ///
  /// @return false when it has been given up
  default boolean awaitRoom(BooleanSupplier givenUp) throws InterruptedException {
    return !givenUp.getAsBoolean();
  }

  /// Starts a run and returns at once. Every event goes to `events`, in order, one at a time, from
  /// one thread; the last is [RunEvent.Ended], whatever happens. A consumer that blocks holds the
  /// run back; one that throws ends it.
  ///
  /// @param kernel the submitted file, only read, in place until the run has ended
  LiveRun start(RunRequest request, Path kernel, Consumer<RunEvent> events);

  /// The handle on a run that has been started. All calls return at once and are harmless once the
  /// run has ended.
  interface LiveRun {
    /// Ends the run with [RunOutcome.Kind#CANCELLED].
    void cancel();

    /// Leaves a wish; what comes of it comes as events.
    void tell(RunWish wish);

    /// Asks about the machine, from its first instruction on. An end of the run before the answer
    /// is an answer, too: [RunAnswer.Refused] with code `RUN_NOT_LIVE`.
    CompletableFuture<RunAnswer> ask(RunQuestion question);

    /// Waits until the last event has been consumed and nothing of the run is left on the host.
    void awaitEnd() throws InterruptedException;
  }
}
