// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.check;

import dev.kernellab.grading.assignment.When;
import dev.kernellab.memory.AddressSpace;
import dev.kernellab.memory.Finding;
import dev.kernellab.memory.FrameBitmap;
import dev.kernellab.memory.allocator.AllocatorReading;
import dev.kernellab.memory.check.CrossChecks;
import dev.kernellab.memory.check.KernelHistory;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.Profile;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Memory at one moment of the run, decoded for the judges. For one thread.
public final class Snapshot {
  private final Capture capture;
  private final @Nullable When when;
  private final @Nullable When latest;
  private final KernelHistory.Seen seen;
  private final Profile profile;

  /// Null until some check asks: the lab's cross-checks take longer than all others together.
  private @Nullable List<Finding> findings;

  /// @param when the moment that the kernel had just reached, if that is why we looked
  /// @param latest the latest moment that it had reached by then, if there was one
  Snapshot(
      Capture capture,
      @Nullable When when,
      @Nullable When latest,
      KernelHistory.Seen seen,
      Profile profile) {
    this.capture = capture;
    this.when = when;
    this.latest = latest;
    this.seen = seen;
    this.profile = profile;
  }

  public Capture capture() {
    return capture;
  }

  /// The moment that the kernel had just reached; null when we looked for another reason.
  public @Nullable When when() {
    return when;
  }

  KernelHistory.Seen seen() {
    return seen;
  }

  public int n() {
    return capture.n();
  }

  public AddressSpace space() {
    return seen.kernel().space();
  }

  /// Empty when the account cannot be read.
  public Optional<FrameBitmap> bitmap() {
    return seen.kernel().allocator() instanceof AllocatorReading.Read it
        ? Optional.of(it.map().free())
        : Optional.empty();
  }

  /// What the lab's own cross-checks find.
  List<Finding> findings() {
    List<Finding> found = findings;
    if (found == null) {
      found = CrossChecks.of(profile, seen.kernel(), seen.moment());
      findings = found;
    }
    return found;
  }

  /// What a check that compares two moments needs of the earlier one.
  public Past past() {
    return new Past(bitmap(), space().directory(), space().directoryEntries());
  }

  /// For the start of a sentence.
  String words() {
    if (capture.cameUnannounced() && latest != null) {
      return "Between " + latest + " and the next checkpoint, unannounced,";
    }
    return when == null ? "In snapshot " + n() : "At " + when;
  }
}
