// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.observe;

import dev.kernellab.memory.CapturedMemory;
import dev.kernellab.memory.FrameBitmap;
import dev.kernellab.protocol.AllocatorProfile;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.Profile;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Turns the captures of one run, in their order, into snapshots. Captures hold only what changed,
/// so none can be left out. For one thread.
public final class Observer {
  private final AllocatorProfile allocator;
  private CapturedMemory memory = CapturedMemory.EMPTY;
  private boolean ready;
  private @Nullable Integer lastWithBitmap;
  private @Nullable FrameBitmap lastBitmap;

  public Observer(Profile profile) {
    allocator = profile.allocator();
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
    memory = memory.after(capture);
    FrameBitmap bitmap = bitmap(capture).orElse(null);
    var snapshot =
        new ObservedSnapshot(capture, allocator, memory, bitmap, lastBitmap, lastWithBitmap);
    if (bitmap != null) {
      lastBitmap = bitmap;
      lastWithBitmap = capture.n();
    }
    return snapshot;
  }

  private Optional<FrameBitmap> bitmap(Capture capture) {
    return switch (allocator) {
      case AllocatorProfile.None none -> Optional.empty();
      case AllocatorProfile.Bitmap profile -> {
        ready |= profile.ready().equals(capture.checkpoint());
        yield ready ? FrameBitmap.read(profile, memory) : Optional.empty();
      }
    };
  }
}
