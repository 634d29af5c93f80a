// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.observe;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kernellab.memory.FrameBitmap;
import dev.kernellab.memory.Listing;
import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.FrameRun;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known of the frame allocator. Before it is ready, only what kind it is.
///
/// @param kind `bitmap` or `none`
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

  static AllocatorView none() {
    return new AllocatorView("none", false, null, null, null, null, null, null, null);
  }

  static AllocatorView notReady(int frames) {
    return new AllocatorView("bitmap", false, frames, null, null, null, null, null, null);
  }

  /// The complete picture.
  static AllocatorView complete(FrameBitmap bitmap) {
    Listing<FrameRange> free = bitmap.freeRanges(MAX_FREE_RANGES);
    return new AllocatorView(
        "bitmap",
        true,
        bitmap.frames(),
        bitmap.freeCount(),
        bitmap.allocatedCount(),
        null,
        null,
        free.items(),
        free.truncated());
  }

  /// What is different from `earlier`.
  ///
  /// @param base the snapshot that showed `earlier`; null when none did
  static AllocatorView changes(FrameBitmap bitmap, FrameBitmap earlier, @Nullable Integer base) {
    Listing<FrameRun> changes = bitmap.changesSince(earlier, MAX_CHANGES);
    return new AllocatorView(
        "bitmap",
        true,
        bitmap.frames(),
        bitmap.freeCount(),
        bitmap.allocatedCount(),
        base,
        changes.truncated() ? List.of() : changes.items(),
        null,
        changes.truncated());
  }
}
