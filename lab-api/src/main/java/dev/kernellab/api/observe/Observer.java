// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.observe;

import dev.kernellab.memory.FrameBitmap;
import dev.kernellab.memory.allocator.AllocationMap;
import dev.kernellab.memory.check.KernelHistory;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.Profile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns the captures of one run, in their order, into snapshots. Captures hold only what changed,
/// so none can be left out. For one thread.
public final class Observer {
  private final Profile profile;
  private final KernelHistory history;
  private @Nullable Integer lastWithBitmap;
  private @Nullable FrameBitmap lastBitmap;

  public Observer(Profile profile) {
    this.profile = profile;
    this.history = new KernelHistory(profile);
  }

  /// What the last of these captures shows; they are all of the run's from the first on.
  ///
  /// @throws java.util.NoSuchElementException when there are none
  public static ObservedSnapshot last(Profile profile, List<Capture> captures) {
    var observer = new Observer(profile);
    captures.subList(0, Math.max(0, captures.size() - 1)).forEach(observer::observe);
    return observer.observe(captures.getLast());
  }

  /// What the next capture shows.
  ///
  /// @throws dev.kernellab.memory.MalformedCaptureException when it is damaged
  public ObservedSnapshot observe(Capture capture) {
    KernelHistory.Seen seen = history.next(capture);
    var snapshot = new ObservedSnapshot(capture, profile, seen, lastBitmap, lastWithBitmap);
    AllocationMap allocation = seen.moment().allocation();
    if (allocation != null) {
      lastBitmap = allocation.free();
      lastWithBitmap = capture.n();
    }
    return snapshot;
  }
}
