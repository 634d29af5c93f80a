// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.check;

import dev.kernellab.memory.CapturedMemory;
import dev.kernellab.memory.PhysicalMemory;
import dev.kernellab.memory.allocator.AllocationMap;
import dev.kernellab.memory.allocator.AllocatorReading;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.PhysicalSpan;
import dev.kernellab.protocol.Profile;
import dev.kernellab.protocol.Ready;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/// Reads the captures of one run, in their order: what one means depends on those before it, so
/// none can be left out. For one thread.
public final class KernelHistory {
  private final Profile profile;
  private final BitSet onceFree = new BitSet();
  private final FreeFrameContents contents;
  private CapturedMemory memory = CapturedMemory.EMPTY;
  private List<PhysicalSpan> physicalMap = List.of();
  private final SeenDirectories directories = new SeenDirectories();
  private boolean ready;

  public KernelHistory(Profile profile) {
    this.profile = profile;
    this.contents = new FreeFrameContents(profile);
  }

  /// The kernel at one moment, what is known of that moment besides, and all of its memory that was
  /// captured.
  public record Seen(KernelMemory kernel, Moment moment, PhysicalMemory memory) {}

  /// What the next capture shows.
  ///
  /// @throws dev.kernellab.memory.MalformedCaptureException when it is damaged
  public Seen next(Capture capture) {
    memory = memory.after(capture);
    physicalMap = capture.physicalMap() == null ? physicalMap : capture.physicalMap();
    Map<String, LinearAddress> symbols = capture.symbols() == null ? Map.of() : capture.symbols();
    KernelMemory kernel =
        KernelMemory.read(
            profile, capture.registers(), memory, symbols, directories.before(capture.registers()));
    directories.after(capture);
    Ready from = profile.allocator().readyAt();
    ready |= from == null || from.isAt(capture.checkpoint(), capture.printed());
    AllocationMap allocation =
        ready && kernel.allocator() instanceof AllocatorReading.Read it ? it.map() : null;
    boolean unannounced = capture.cameUnannounced();
    BitSet written =
        unannounced ? new BitSet() : contents.written(allocation, capture.freeFrames());
    var moment = new Moment(allocation, ready, (BitSet) onceFree.clone(), physicalMap, written);
    if (allocation != null && !unannounced) {
      onceFree.or(allocation.free().toBitSet());
    }
    return new Seen(kernel, moment, memory);
  }
}
