// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.allocator;

import dev.kernellab.memory.DrawnMemory;
import dev.kernellab.memory.Finding;
import dev.kernellab.protocol.AllocatorProfile;
import dev.kernellab.protocol.AllocatorProfile.BitOrder;
import dev.kernellab.protocol.AllocatorProfile.Bitmap;
import dev.kernellab.protocol.AllocatorProfile.Polarity;
import dev.kernellab.protocol.Amount;
import dev.kernellab.protocol.PhysicalAddress;
import dev.kernellab.protocol.Place;
import java.util.List;
import java.util.Map;

/// Accounts of allocators, and what is read of them.
final class Accounts {
  private Accounts() {}

  static Place physical(long at) {
    return new Place.Physical(new PhysicalAddress(at));
  }

  static Bitmap bitmap(
      Place at, int frames, Polarity polarity, BitOrder order, int word, int first) {
    return new Bitmap(at, Amount.of(frames), polarity, order, word, Amount.of(first), null, null);
  }

  /// Read with paging off, of a kernel without symbols.
  static AllocatorReading read(DrawnMemory memory, AllocatorProfile profile) {
    return AllocatorReader.read(
        profile, new KernelData(memory, memory.addressSpace(0x11, 0, 0), Map.of()));
  }

  static AllocationMap map(DrawnMemory memory, AllocatorProfile profile) {
    return ((AllocatorReading.Read) read(memory, profile)).map();
  }

  static List<Integer> free(AllocationMap map) {
    return map.free().toBitSet().stream().boxed().toList();
  }

  static List<String> ids(AllocationMap map) {
    return map.findings().stream().map(Finding::id).toList();
  }
}
