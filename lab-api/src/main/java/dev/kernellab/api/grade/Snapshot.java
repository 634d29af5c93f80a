// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.grade;

import dev.kernellab.memory.AddressSpace;
import dev.kernellab.memory.CapturedMemory;
import dev.kernellab.memory.FrameBitmap;
import dev.kernellab.memory.allocator.AllocatorReading;
import dev.kernellab.memory.check.KernelMemory;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.Profile;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Memory at one moment of the run, decoded for the judges.
///
/// @param checkpoint the checkpoint that the kernel had just reached, if that is why we looked
record Snapshot(
    int n, @Nullable String checkpoint, AddressSpace space, Optional<FrameBitmap> bitmap) {

  static Snapshot of(Capture capture, CapturedMemory memory, Profile profile) {
    Map<String, LinearAddress> symbols = capture.symbols() == null ? Map.of() : capture.symbols();
    KernelMemory kernel = KernelMemory.read(profile, capture.registers(), memory, symbols);
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
