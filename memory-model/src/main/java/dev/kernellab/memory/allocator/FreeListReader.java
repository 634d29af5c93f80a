// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.allocator;

import dev.kernellab.memory.allocator.AllocationMap.Account;
import dev.kernellab.protocol.AllocatorProfile.FreeList;

/// Free frames that are linked to each other, by links in themselves or in their page structures.
record FreeListReader(String name, FreeList profile, KernelData data) {
  Account read() throws UnreadableException {
    FreeFrames free = FreeFrames.of(name, profile.pool(), data);
    var linked = new LinkedFrames(data, free, profile.links(), profile.nodes(), profile.next());
    Integer count = profile.count();
    linked.follow(
        data.locate(profile.head()),
        "the free list at " + profile.head().words(),
        node -> count == null ? 1 : data.word(node.plus(count), "a node's count"));
    return free.account();
  }
}
