// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.observe;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kernellab.memory.FrameBitmap;
import dev.kernellab.memory.Listing;
import dev.kernellab.memory.allocator.AllocationMap;
import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.FrameRun;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known of the frame allocator. Before it is ready, only what kind it is.
///
/// @param kind as in the profile: `bitmap`, `free-list`, `page-array`, `buddy`, `ranges`, `several`
///   or `none`
/// @param frames that the kernel gives account of
/// @param base the snapshot that `changes` are relative to; absent: to "everything allocated"
/// @param changes in the stream only
/// @param freeRanges in a snapshot fetched by itself only
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AllocatorView(
    String kind,
    boolean ready,
    @Nullable Integer frames,
    @Nullable Integer free,
    @Nullable Integer allocated,
    @Nullable Integer base,
    @Nullable List<FrameRun> changes,
    @Nullable List<FrameRange> freeRanges,
    @Nullable Boolean truncated) {
  /// Changes in one event of the stream; a map more ragged than that is fetched as a bitmap.
  static final int MAX_CHANGES = 4_096;

  static final int MAX_FREE_RANGES = 65_536;

  static AllocatorView notReady(String kind, @Nullable Integer frames) {
    return new AllocatorView(kind, false, frames, null, null, null, null, null, null);
  }

  /// The complete picture.
  static AllocatorView complete(String kind, AllocationMap map) {
    Listing<FrameRange> free = map.free().freeRanges(MAX_FREE_RANGES);
    return new AllocatorView(
        kind,
        true,
        map.frames(),
        map.free().freeCount(),
        map.allocatedCount(),
        null,
        null,
        free.items(),
        free.truncated());
  }

  /// What is different from `earlier`.
  ///
  /// @param base the snapshot that showed `earlier`; null when none did
  static AllocatorView changes(
      String kind, AllocationMap map, FrameBitmap earlier, @Nullable Integer base) {
    Listing<FrameRun> changes = map.free().changesSince(earlier, MAX_CHANGES);
    return new AllocatorView(
        kind,
        true,
        map.frames(),
        map.free().freeCount(),
        map.allocatedCount(),
        base,
        changes.truncated() ? List.of() : changes.items(),
        null,
        changes.truncated());
  }
}
