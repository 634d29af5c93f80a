// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.observe;

import dev.kernellab.memory.CapturedMemory;
import dev.kernellab.memory.FrameBitmap;
import dev.kernellab.memory.allocator.AllocationMap;
import dev.kernellab.memory.allocator.AllocatorReading;
import dev.kernellab.memory.check.KernelMemory;
import dev.kernellab.memory.check.Moment;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.PhysicalSpan;
import dev.kernellab.protocol.Profile;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns the captures of one run, in their order, into snapshots. Captures hold only what changed,
/// so none can be left out. For one thread.
public final class Observer {
  private final Profile profile;
  private CapturedMemory memory = CapturedMemory.EMPTY;
  private List<PhysicalSpan> physicalMap = List.of();
  private final BitSet onceFree = new BitSet();
  private boolean ready;
  private @Nullable Integer lastWithBitmap;
  private @Nullable FrameBitmap lastBitmap;

  public Observer(Profile profile) {
    this.profile = profile;
    this.ready = profile.allocator().readyAt() == null;
  }

  /// What the last of these captures shows; they are all of the run's from the first on.
  ///
  /// @throws java.util.NoSuchElementException when there are none
  public static ObservedSnapshot last(Profile profile, List<Capture> captures) {
    var observer = new Observer(profile);
    captures.subList(0, Math.max(0, captures.size() - 1)).forEach(observer::observe);
    return observer.observe(captures.getLast());
  }

  /// What the next capture shows.
  ///
  /// @throws dev.kernellab.memory.MalformedCaptureException when it is damaged
  public ObservedSnapshot observe(Capture capture) {
    memory = memory.after(capture);
    physicalMap = capture.physicalMap() == null ? physicalMap : capture.physicalMap();
    Map<String, LinearAddress> symbols = capture.symbols() == null ? Map.of() : capture.symbols();
    KernelMemory kernel = KernelMemory.read(profile, capture.registers(), memory, symbols);
    ready |= String.valueOf(profile.allocator().readyAt()).equals(capture.checkpoint());
    AllocationMap allocation =
        ready && kernel.allocator() instanceof AllocatorReading.Read it ? it.map() : null;
    var moment = new Moment(allocation, ready, (BitSet) onceFree.clone(), physicalMap);
    var snapshot =
        new ObservedSnapshot(capture, profile, kernel, moment, lastBitmap, lastWithBitmap);
    if (allocation != null) {
      lastBitmap = allocation.free();
      lastWithBitmap = capture.n();
      onceFree.or(lastBitmap.toBitSet());
    }
    return snapshot;
  }
}
