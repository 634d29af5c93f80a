// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.check;

import dev.kernellab.memory.FreeFrameHashes;
import dev.kernellab.memory.allocator.AllocationMap;
import dev.kernellab.protocol.FrameHashes;
import dev.kernellab.protocol.Profile;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What free frames held from one checkpoint to the next, and which of them should not hold what
/// they do.
final class FreeFrameContents {
  private final FreeFrameHashes hashes;
  private final @Nullable Integer poisoned;
  private final Map<Integer, Integer> told = new HashMap<>();

  /// Free when they were looked at last.
  private BitSet freeBefore = new BitSet();

  /// Allocated at some moment before: what is free of these has been given back.
  private final BitSet onceAllocated = new BitSet();

  FreeFrameContents(Profile profile) {
    hashes = new FreeFrameHashes(profile);
    Integer poison = profile.freeFrames() == null ? null : profile.freeFrames().poison();
    poisoned = poison == null ? null : hashes.ofFilled(poison);
  }

  /// Free frames that somebody seems to have written to.
  ///
  /// @param allocation null while the account means nothing
  /// @param looked null when nobody looked at what free frames hold
  BitSet written(@Nullable AllocationMap allocation, @Nullable FrameHashes looked) {
    var written = new BitSet();
    if (looked != null) {
      var changed = FreeFrameHashes.unpack(looked);
      told.putAll(changed);
      changed.keySet().stream().filter(freeBefore::get).forEach(written::set);
    }
    if (allocation == null) {
      return written;
    }
    BitSet free = allocation.free().toBitSet();
    if (looked != null) {
      judgeByPoison(written, free);
      freeBefore = free;
    }
    if (poisoned != null) {
      onceAllocated.or(Sets.without(allocation.known(), free));
    }
    return Sets.both(written, free);
  }

  /// A frame that was given away and taken back in between holds poison: so one that does not was
  /// written to. One that was never given away may hold anything, as long as that stays.
  private void judgeByPoison(BitSet written, BitSet free) {
    if (poisoned != null) {
      written.or(Sets.both(onceAllocated, free));
      for (int frame = written.nextSetBit(0); frame >= 0; frame = written.nextSetBit(frame + 1)) {
        written.set(frame, !told.getOrDefault(frame, hashes.ofZeros()).equals(poisoned));
      }
    }
  }
}
