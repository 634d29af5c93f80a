// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.allocator;

import dev.kernellab.memory.allocator.AllocationMap.Account;
import dev.kernellab.memory.allocator.KernelData.Location;
import dev.kernellab.protocol.AllocatorProfile.Lists;
import dev.kernellab.protocol.AllocatorProfile.Ranges;
import dev.kernellab.protocol.AllocatorProfile.Unit;
import dev.kernellab.protocol.PhysicalAddress;
import java.nio.ByteBuffer;

/// Pieces of memory in a table: free ones or allocated ones, with a length or a frame each.
record RangesReader(String name, Ranges profile, KernelData data) {
  Account read() throws UnreadableException {
    FreeFrames listed = FreeFrames.of(name, profile.pool(), data);
    int size = profile.entryBytes();
    int entries = (int) data.number(profile.entries(), "entries", 0, AllocationMap.FRAMES);
    Location at = data.locate(profile.at());
    String what = "the table at " + profile.at().words();
    ByteBuffer bytes = data.bytes(at, (long) entries * size, what);
    for (int entry = 0; entry < entries; entry++) {
      PhysicalAddress place = data.physical(at.plus((long) entry * size), what);
      listed.stores(place);
      long start = frames(bytes, entry * size + profile.start());
      listed.add(start, length(bytes, entry * size, start), place, "entry " + entry);
    }
    return profile.lists() == Lists.FREE ? listed.account() : listed.accountOfAllocated();
  }

  private long length(ByteBuffer bytes, int entry, long start) throws UnreadableException {
    if (profile.until() != null) {
      return data.number(profile.until(), "until", 0, 1L << 32) - start;
    }
    return profile.length() == null ? 1 : frames(bytes, entry + profile.length());
  }

  private long frames(ByteBuffer bytes, int at) {
    long raw = Integer.toUnsignedLong(bytes.getInt(at));
    return profile.unit() == Unit.BYTES ? raw >>> 12 : raw;
  }
}
