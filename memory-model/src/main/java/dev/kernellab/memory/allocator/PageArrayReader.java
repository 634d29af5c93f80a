// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.allocator;

import dev.kernellab.memory.allocator.AllocationMap.Account;
import dev.kernellab.memory.allocator.AllocationMap.Source;
import dev.kernellab.memory.allocator.KernelData.Location;
import dev.kernellab.protocol.AllocatorProfile.FreeWhen;
import dev.kernellab.protocol.AllocatorProfile.PageArray;
import dev.kernellab.protocol.PhysicalAddress;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// One structure a frame, with a field that tells whether it is free.
record PageArrayReader(String name, PageArray profile, KernelData data) {
  Account read() throws UnreadableException {
    int size = profile.entryBytes();
    int entries = (int) data.number(profile.entries(), "entries", 1, AllocationMap.FRAMES);
    int most = AllocationMap.FRAMES - entries;
    int first = profile.first() == null ? 0 : (int) data.number(profile.first(), "first", 0, most);
    Location at = data.locate(profile.at());
    String what = "the page array at " + profile.at().words();
    long length = (long) entries * size;
    ByteBuffer bytes = data.bytes(at, length, what);
    var known = new BitSet();
    known.set(first, first + entries);
    var free = new BitSet();
    for (int entry = 0; entry < entries; entry++) {
      free.set(first + entry, isFree(bytes, entry * size));
    }
    var storage = new BitSet();
    for (long done = 0; done < length; done += PhysicalAddress.FRAME_SIZE) {
      storage.set((int) data.physical(at.plus(done), what).frame());
    }
    storage.set((int) data.physical(at.plus(length - 1), what).frame());
    return new Account(
        name, known, free, storage, frame -> source(frame - first, at, what), List.of());
  }

  private boolean isFree(ByteBuffer bytes, int entry) {
    FreeWhen free = profile.free();
    int at = entry + free.offset();
    long field =
        switch (free.bytes()) {
          case 1 -> Byte.toUnsignedLong(bytes.get(at));
          case 2 -> Short.toUnsignedLong(bytes.getShort(at));
          default -> Integer.toUnsignedLong(bytes.getInt(at));
        };
    long mask = free.mask() == null ? -1 : free.mask().unsigned();
    return (field & mask) == free.equals();
  }

  private Optional<Source> source(int entry, Location at, String what) {
    try {
      PhysicalAddress address = data.physical(at.plus((long) entry * profile.entryBytes()), what);
      return Optional.of(new Source(name, address, "entry " + entry + " of the page array"));
    } catch (UnreadableException e) {
      return Optional.empty();
    }
  }
}
