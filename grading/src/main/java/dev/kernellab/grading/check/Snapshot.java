// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.check;

import dev.kernellab.memory.AddressSpace;
import dev.kernellab.memory.FrameBitmap;
import dev.kernellab.memory.allocator.AllocatorReading;
import dev.kernellab.memory.check.KernelHistory;
import dev.kernellab.memory.check.KernelMemory;
import dev.kernellab.protocol.Capture;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Memory at one moment of the run, decoded for the judges.
///
/// @param checkpoint the checkpoint that the kernel had just reached, if that is why we looked
public record Snapshot(
    int n, @Nullable String checkpoint, AddressSpace space, Optional<FrameBitmap> bitmap) {

  static Snapshot of(Capture capture, KernelHistory.Seen seen) {
    KernelMemory kernel = seen.kernel();
    Optional<FrameBitmap> free =
        kernel.allocator() instanceof AllocatorReading.Read it
            ? Optional.of(it.map().free())
            : Optional.empty();
    return new Snapshot(capture.n(), capture.checkpoint(), kernel.space(), free);
  }

  /// For the start of a sentence.
  String when() {
    return checkpoint == null ? "In snapshot " + n : "At " + checkpoint;
  }
}
