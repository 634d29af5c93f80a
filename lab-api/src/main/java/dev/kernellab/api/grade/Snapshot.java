// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.grade;

import dev.kernellab.memory.AddressSpace;
import dev.kernellab.memory.CapturedMemory;
import dev.kernellab.memory.FrameBitmap;
import dev.kernellab.protocol.AllocatorProfile;
import dev.kernellab.protocol.Capture;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Memory at one moment of the run, decoded for the judges.
///
/// @param checkpoint the checkpoint that the kernel had just reached, if that is why we looked
record Snapshot(
    int n, @Nullable String checkpoint, AddressSpace space, Optional<FrameBitmap> bitmap) {

  static Snapshot of(Capture capture, CapturedMemory memory, AllocatorProfile allocator) {
    Optional<FrameBitmap> bitmap =
        switch (allocator) {
          case AllocatorProfile.None none -> Optional.empty();
          case AllocatorProfile.Bitmap profile -> FrameBitmap.read(profile, memory);
        };
    AddressSpace space = AddressSpace.read(capture.registers(), memory);
    return new Snapshot(capture.n(), capture.checkpoint(), space, bitmap);
  }

  /// For the start of a sentence.
  String when() {
    return checkpoint == null ? "In snapshot " + n : "At " + checkpoint;
  }
}
