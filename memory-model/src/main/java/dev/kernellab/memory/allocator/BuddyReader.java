// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.allocator;

import dev.kernellab.memory.allocator.AllocationMap.Account;
import dev.kernellab.memory.allocator.KernelData.Location;
import dev.kernellab.protocol.AllocatorProfile.Buddy;

/// A list of free blocks for each power of two.
record BuddyReader(String name, Buddy profile, KernelData data) {
  Account read() throws UnreadableException {
    FreeFrames free = FreeFrames.of(name, profile.pool(), data);
    var linked = new LinkedFrames(data, free, profile.links(), profile.nodes(), profile.next());
    Location heads = data.locate(profile.heads());
    for (int order = 0; order < profile.orders(); order++) {
      long frames = 1L << order;
      linked.follow(
          heads.plus((long) order * profile.headBytes()),
          "the list of blocks of " + frames + (frames == 1 ? " frame" : " frames"),
          node -> frames);
    }
    return free.account();
  }
}
