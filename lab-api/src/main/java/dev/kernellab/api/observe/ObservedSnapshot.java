// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.observe;

import dev.kernellab.memory.AddressSpace;
import dev.kernellab.memory.Finding;
import dev.kernellab.memory.FrameBitmap;
import dev.kernellab.memory.LinearMemory;
import dev.kernellab.memory.MemoryBytes;
import dev.kernellab.memory.PhysicalMemory;
import dev.kernellab.memory.allocator.AllocationMap;
import dev.kernellab.memory.check.CrossChecks;
import dev.kernellab.memory.check.KernelHistory;
import dev.kernellab.memory.check.KernelMemory;
import dev.kernellab.memory.check.Moment;
import dev.kernellab.memory.descriptor.DescriptorTables;
import dev.kernellab.protocol.AllocatorProfile;
import dev.kernellab.protocol.Amount;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.PhysicalAddress;
import dev.kernellab.protocol.Profile;
import dev.kernellab.protocol.RunQuestion;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Memory at one moment, in every form in which somebody may ask for it. Immutable; an [Observer]
/// makes it.
public final class ObservedSnapshot {
  /// Every so many snapshots the stream carries a complete picture, so that a viewer who comes late
  /// or skips does not need the whole past.
  private static final int COMPLETE_EVERY = 8;

  private final Capture capture;
  private final Profile profile;
  private final KernelMemory kernel;
  private final Moment moment;
  private final AddressSpace space;
  private final PhysicalMemory memory;
  private final @Nullable AllocationMap allocation;
  private final @Nullable FrameBitmap earlierBitmap;
  private final @Nullable Integer earlier;

  /// @param earlierBitmap the frames that were free by snapshot `earlier`
  ObservedSnapshot(
      Capture capture,
      Profile profile,
      KernelHistory.Seen seen,
      @Nullable FrameBitmap earlierBitmap,
      @Nullable Integer earlier) {
    this.capture = capture;
    this.profile = profile;
    this.kernel = seen.kernel();
    this.memory = seen.memory();
    this.moment = seen.moment();
    this.space = kernel.space();
    this.allocation = moment.allocation();
    this.earlierBitmap = earlierBitmap;
    this.earlier = earlier;
  }

  public int n() {
    return capture.n();
  }

  /// As an event of the stream: what changed since the snapshot before.
  public SnapshotView streamed() {
    return view(streamedAllocator(), PagingView.MAX_STREAMED_RANGES);
  }

  /// As fetched by itself: everything.
  public SnapshotView complete() {
    AllocatorView view =
        allocation == null ? withoutAccount() : AllocatorView.complete(kind(), allocation);
    return view(view, PagingView.MAX_RANGES);
  }

  /// In the list of snapshots.
  ///
  /// @param seq the number of the snapshot's event in the run
  public SnapshotItem item(long seq) {
    return new SnapshotItem(
        capture.n(),
        seq,
        capture.reason(),
        capture.checkpoint(),
        capture.instructions(),
        capture.torn(),
        allocation == null ? null : allocation.free().freeCount());
  }

  /// In normal form: a bit a frame, least significant first, 1 = free. Empty until the allocator is
  /// ready.
  public Optional<byte[]> bitmap() {
    return Optional.ofNullable(allocation).map(it -> it.free().toBytes());
  }

  /// What the kernel's account says of a frame, and where.
  ///
  /// @param frame 0 to 1048575
  public FrameView frame(int frame) {
    return FrameView.of(frame, allocation);
  }

  /// Every address space that is known of, the one in CR3 first.
  public List<AddressSpaceView> addressSpaces() {
    return AddressSpaceView.of(kernel);
  }

  /// One of them; empty when none has its first table there.
  ///
  /// @param directory null for the one in CR3
  public Optional<ObservedSpace> space(@Nullable PhysicalAddress directory) {
    return directory == null
        ? Optional.of(new ObservedSpace(space))
        : Stream.of(List.of(space), kernel.others().values(), kernel.seen().values())
            .flatMap(Collection::stream)
            .filter(it -> it.hasRoot(directory))
            .findFirst()
            .map(ObservedSpace::new);
  }

  /// GDT, IDT and TSS.
  public DescriptorsView descriptors(NamedCode code) {
    var linear = new LinearMemory(space, memory);
    return DescriptorsView.of(DescriptorTables.read(capture.registers(), linear), space, code);
  }

  /// Bytes of what the snapshot holds of memory.
  public MemoryView memory(RunQuestion.Memory question) {
    return MemoryView.of(question, MemoryBytes.read(question, () -> space, memory));
  }

  private SnapshotView view(AllocatorView allocatorView, int maxRanges) {
    return new SnapshotView(
        capture.n(),
        capture.reason(),
        capture.checkpoint(),
        capture.instructions(),
        capture.torn(),
        capture.registers(),
        allocatorView,
        PagingView.of(space, maxRanges),
        findings());
  }

  private AllocatorView streamedAllocator() {
    if (allocation == null) {
      return withoutAccount();
    }
    if (earlierBitmap == null || capture.n() % COMPLETE_EVERY == 0) {
      FrameBitmap nothing = FrameBitmap.allAllocated(allocation.free().frames());
      return AllocatorView.changes(kind(), allocation, nothing, null);
    }
    return AllocatorView.changes(kind(), allocation, earlierBitmap, earlier);
  }

  private AllocatorView withoutAccount() {
    return profile.allocator() instanceof AllocatorProfile.Bitmap it
            && it.frames() instanceof Amount.Constant(long frames)
        ? AllocatorView.notReady(kind(), (int) frames)
        : AllocatorView.notReady(kind(), null);
  }

  private String kind() {
    return switch (profile.allocator()) {
      case AllocatorProfile.Bitmap it -> "bitmap";
      case AllocatorProfile.FreeList it -> "free-list";
      case AllocatorProfile.PageArray it -> "page-array";
      case AllocatorProfile.Buddy it -> "buddy";
      case AllocatorProfile.Ranges it -> "ranges";
      case AllocatorProfile.Several it -> "several";
      case AllocatorProfile.None it -> "none";
    };
  }

  /// None for a torn snapshot: what moved while it was read would be held against the kernel. None
  /// for one that came unannounced: the kernel may have been in the middle of something.
  private List<Finding> findings() {
    return capture.torn() || capture.cameUnannounced()
        ? List.of()
        : CrossChecks.of(profile, kernel, moment);
  }
}
