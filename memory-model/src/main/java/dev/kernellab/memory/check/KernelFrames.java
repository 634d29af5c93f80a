// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.check;

import dev.kernellab.memory.AddressSpace;
import dev.kernellab.memory.Translation;
import dev.kernellab.memory.allocator.AllocatorReading;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.PhysicalAddress;
import dev.kernellab.protocol.Profile;
import java.util.BitSet;
import java.util.List;

/// The frames that are the kernel's own, by everything that is known of it.
final class KernelFrames {
  private static final int MOST_TEXT_PAGES = 16_384;

  private KernelFrames() {}

  /// Those of every address space that hold tables.
  static BitSet tables(KernelMemory kernel) {
    BitSet frames = Sets.of(kernel.space().pagingFrames());
    kernel.others().values().forEach(space -> frames.or(Sets.of(space.pagingFrames())));
    return frames;
  }

  /// Those of the physical layout's kernel and hardware regions.
  static BitSet reserved(Profile profile) {
    var frames = new BitSet();
    for (Profile.PhysicalRegion region : profile.physicalRegions()) {
      if (region.kind() == Profile.Kind.KERNEL || region.kind() == Profile.Kind.HARDWARE) {
        Sets.addAddresses(frames, region.start(), region.end());
      }
    }
    return frames;
  }

  /// Tables, code, the allocator's account, and the layout's kernel regions.
  static BitSet all(Profile profile, KernelMemory kernel) {
    BitSet frames = tables(kernel);
    for (Profile.PhysicalRegion region : profile.physicalRegions()) {
      if (region.kind() == Profile.Kind.KERNEL) {
        Sets.addAddresses(frames, region.start(), region.end());
      }
    }
    if (kernel.allocator() instanceof AllocatorReading.Read it) {
      frames.or(it.map().storage());
    }
    frames.or(text(kernel));
    return frames;
  }

  private static BitSet text(KernelMemory kernel) {
    var frames = new BitSet();
    kernel.text().ifPresent(text -> addText(kernel.space(), text, frames));
    return frames;
  }

  private static void addText(AddressSpace space, List<LinearAddress> text, BitSet frames) {
    long first = text.getFirst().value() >>> 12;
    long last = Math.min(text.getLast().value() - 1 >>> 12, first + MOST_TEXT_PAGES);
    for (long page = first; page <= last; page++) {
      if (space.translate(new LinearAddress(page << 12)) instanceof Translation.Mapped it) {
        PhysicalAddress at = it.physical();
        Sets.addAddresses(frames, at, at);
      }
    }
  }
}
