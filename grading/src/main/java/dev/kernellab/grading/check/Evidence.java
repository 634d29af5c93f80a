// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.check;

import dev.kernellab.memory.check.KernelHistory;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.Profile;
import dev.kernellab.protocol.RunOutcome;
import java.util.function.Consumer;

/// What a finished run has shown.
///
/// @param profile the profile the run was made with
/// @param machine the machine the run was made on
/// @param captures all of the run's, in order; gone through once, so they need not all be in memory
public record Evidence(
    Profile profile, Machine machine, RunOutcome outcome, Iterable<Capture> captures) {

  /// Everything that may decide about marks, in order. Decoded one by one and never kept: a hostile
  /// kernel's tables would fill the heap.
  public void forEachSnapshot(Consumer<Snapshot> consumer) {
    var history = new KernelHistory(profile);
    for (Capture capture : captures) {
      KernelHistory.Seen seen = history.next(capture);
      if (isFair(capture)) {
        consumer.accept(Snapshot.of(capture, seen));
      }
    }
  }

  /// A torn snapshot shows moments that never were together, one of a dead kernel what the reset
  /// left over.
  private boolean isFair(Capture capture) {
    boolean dead =
        switch (capture.reason()) {
          case FAULT -> true;
          case FINAL -> outcome.kind() == RunOutcome.Kind.KERNEL_FAULT;
          case CHECKPOINT, PERIOD, REQUEST -> false;
        };
    return !capture.torn() && !dead;
  }
}
