// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.observe;

import dev.kernellab.memory.AddressSpace;
import dev.kernellab.memory.CapturedMemory;
import dev.kernellab.memory.CrossChecks;
import dev.kernellab.memory.Finding;
import dev.kernellab.memory.FrameBitmap;
import dev.kernellab.protocol.AllocatorProfile;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.LinearAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Memory at one moment, in every form in which somebody may ask for it. Immutable; an [Observer]
/// makes it.
public final class ObservedSnapshot {
  /// Every so many snapshots the stream carries a complete picture, so that a viewer who comes late
  /// or skips does not need the whole past.
  private static final int COMPLETE_EVERY = 8;

  private final Capture capture;
  private final AllocatorProfile allocator;
  private final AddressSpace space;
  private final @Nullable FrameBitmap bitmap;
  private final @Nullable FrameBitmap earlierBitmap;
  private final @Nullable Integer earlier;

  /// @param bitmap null until the allocator is ready
  /// @param earlierBitmap the bitmap that snapshot `earlier` showed
  ObservedSnapshot(
      Capture capture,
      AllocatorProfile allocator,
      CapturedMemory memory,
      @Nullable FrameBitmap bitmap,
      @Nullable FrameBitmap earlierBitmap,
      @Nullable Integer earlier) {
    this.capture = capture;
    this.allocator = allocator;
    this.space = AddressSpace.read(capture.registers(), memory);
    this.bitmap = bitmap;
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
    AllocatorView view = bitmap == null ? withoutBitmap() : AllocatorView.complete(bitmap);
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
        bitmap == null ? null : bitmap.freeCount());
  }

  /// In normal form: a bit a frame, least significant first, 1 = free. Empty until the allocator is
  /// ready.
  public Optional<byte[]> bitmap() {
    return Optional.ofNullable(bitmap).map(FrameBitmap::toBytes);
  }

  public PageDirectoryView pageDirectory() {
    return PageDirectoryView.of(space);
  }

  /// Empty when the directory entry refers to no page table, or to one outside RAM.
  ///
  /// @param index 0 to 1023
  public Optional<PageTableView> pageTable(int index) {
    return PageTableView.of(space, index);
  }

  public TranslationView translate(LinearAddress linear) {
    return TranslationView.of(space.translate(linear));
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
    if (bitmap == null) {
      return withoutBitmap();
    }
    if (earlierBitmap == null || capture.n() % COMPLETE_EVERY == 0) {
      return AllocatorView.changes(bitmap, FrameBitmap.allAllocated(bitmap.frames()), null);
    }
    return AllocatorView.changes(bitmap, earlierBitmap, earlier);
  }

  private AllocatorView withoutBitmap() {
    return switch (allocator) {
      case AllocatorProfile.None none -> AllocatorView.none();
      case AllocatorProfile.Bitmap profile -> AllocatorView.notReady(profile.frames());
    };
  }

  /// None for a torn snapshot: what moved while it was read would be held against the kernel.
  private List<Finding> findings() {
    if (capture.torn()) {
      return List.of();
    }
    return bitmap == null ? CrossChecks.of(space) : CrossChecks.of(space, bitmap);
  }
}
