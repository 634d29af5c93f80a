// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.observe;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kernellab.memory.AddressSpace;
import dev.kernellab.memory.Listing;
import dev.kernellab.memory.MappedRange;
import dev.kernellab.memory.PagingMode;
import dev.kernellab.protocol.PhysicalAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is mapped where. `directory`, `ranges` and what belongs to them are absent while paging is
/// off, and in a mode the lab does not decode.
///
/// @param ranges merged, sorted by linear address
/// @param truncated there are more ranges than these
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PagingView(
    boolean enabled,
    PagingMode mode,
    @Nullable PhysicalAddress directory,
    @Nullable List<MappedRange> ranges,
    AddressSpace.@Nullable EntryCounts entries,
    @Nullable Boolean truncated) {
  /// Ranges in one event of the stream.
  static final int MAX_STREAMED_RANGES = 1_024;

  /// Ranges in a snapshot fetched by itself.
  static final int MAX_RANGES = 65_536;

  static PagingView of(AddressSpace space, int maxRanges) {
    PhysicalAddress directory = space.directory().orElse(null);
    if (directory == null) {
      return new PagingView(space.isPagingEnabled(), space.mode(), null, null, null, null);
    }
    Listing<MappedRange> ranges = space.ranges(maxRanges);
    return new PagingView(
        true, space.mode(), directory, ranges.items(), space.entryCounts(), ranges.truncated());
  }
}
