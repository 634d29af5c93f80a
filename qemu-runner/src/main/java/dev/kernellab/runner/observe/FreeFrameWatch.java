// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import dev.kernellab.memory.FrameRanges;
import dev.kernellab.memory.FreeFrameHashes;
import dev.kernellab.memory.allocator.AllocatorReading;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.FrameHashes;
import dev.kernellab.protocol.Profile;
import dev.kernellab.protocol.Ready;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Looks at what free frames hold, at each checkpoint from which on the account of them means
/// something. Only what the guest has ever touched is read, and no more of it than there is time
/// for, counted in frames, so that every host looks at the same.
final class FreeFrameWatch {
  private static final int MOST_A_RUN = 16 * FrameHashes.MOST;

  private final GuestMemory memory;
  private final Profile profile;
  private final FreeFrameHashes hashes;
  private final Map<Integer, Integer> told = new HashMap<>();
  private boolean ready;
  private int hashed;

  FreeFrameWatch(GuestMemory memory, Profile profile) {
    this.memory = memory;
    this.profile = profile;
    this.hashes = new FreeFrameHashes(profile);
  }

  /// What has changed since the last time; null when it was not looked at.
  @Nullable FrameHashes look(Snapshotter.Occasion occasion, AllocatorReading account)
      throws IOException {
    if (occasion.reason() != Capture.Reason.CHECKPOINT || !profile.hashesFreeFrames()) {
      return null;
    }
    Ready from = profile.allocator().readyAt();
    ready |= from == null || from.isAt(occasion.checkpoint(), occasion.printed());
    if (!ready || !(account instanceof AllocatorReading.Read it)) {
      return null;
    }
    Optional<BitSet> touched = memory.touched();
    if (touched.isEmpty()) {
      return null;
    }
    BitSet free = it.map().free().toBitSet();
    free.and(touched.get());
    hashed += free.cardinality();
    return free.cardinality() > FrameHashes.MOST || hashed > MOST_A_RUN ? null : changes(free);
  }

  private FrameHashes changes(BitSet free) throws IOException {
    var changes = new TreeMap<Integer, Integer>();
    memory.forEach(
        FrameRanges.first(free, Integer.MAX_VALUE),
        (frame, bytes) -> {
          int hash = hashes.of(bytes);
          if (told.getOrDefault(frame, hashes.ofZeros()) != hash) {
            told.put(frame, hash);
            changes.put(frame, hash);
          }
        });
    return FreeFrameHashes.pack(changes);
  }
}
