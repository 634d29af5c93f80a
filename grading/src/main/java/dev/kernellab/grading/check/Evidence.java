// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.check;

import dev.kernellab.grading.assignment.When;
import dev.kernellab.memory.check.KernelHistory;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.Profile;
import dev.kernellab.protocol.RunOutcome;
import java.util.HashMap;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a finished run has shown.
///
/// @param profile the profile the run was made with
/// @param machine the machine the run was made on
/// @param operations what its kernel was told to do, as drawn
/// @param console what it printed; null when that was not kept
/// @param captures all of the run's, in order; gone through once, so they need not all be in memory
public record Evidence(
    Profile profile,
    Machine machine,
    List<String> operations,
    RunOutcome outcome,
    @Nullable String console,
    Iterable<Capture> captures) {

  /// Of a run whose kernel was told to do nothing, and whose console does not matter.
  public Evidence(
      Profile profile, Machine machine, RunOutcome outcome, Iterable<Capture> captures) {
    this(profile, machine, List.of(), outcome, null, captures);
  }

  /// Everything that may decide about marks, in order. Decoded one by one and never kept: a hostile
  /// kernel's tables would fill the heap.
  public void forEachSnapshot(Consumer<Snapshot> consumer) {
    var history = new KernelHistory(profile);
    var hits = new HashMap<String, Integer>();
    When latest = null;
    for (Capture capture : captures) {
      KernelHistory.Seen seen = history.next(capture);
      String checkpoint = capture.checkpoint();
      When when =
          checkpoint == null ? null : new When(checkpoint, hits.merge(checkpoint, 1, Integer::sum));
      latest = when == null ? latest : when;
      if (isFair(capture)) {
        consumer.accept(new Snapshot(capture, when, latest, seen, profile));
      }
    }
  }

  /// Whether the machine was told to stop at a checkpoint.
  public boolean isWatched(String checkpoint) {
    return profile.checkpoints().stream().anyMatch(it -> it.symbol().equals(checkpoint));
  }

  /// A torn snapshot shows moments that never were together, one of a dead kernel what the reset
  /// left over.
  private boolean isFair(Capture capture) {
    boolean dead =
        switch (capture.reason()) {
          case FAULT -> true;
          case FINAL -> outcome.kind() == RunOutcome.Kind.KERNEL_FAULT;
          case CHECKPOINT, PERIOD, REQUEST, UNANNOUNCED -> false;
        };
    return !capture.torn() && !dead;
  }
}
