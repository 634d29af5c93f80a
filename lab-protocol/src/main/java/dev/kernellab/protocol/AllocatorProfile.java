// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;

/// How a kernel keeps account of its frames, and where the lab reads that account.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(AllocatorProfile.Bitmap.class),
  @JsonSubTypes.Type(AllocatorProfile.None.class)
})
public sealed interface AllocatorProfile {

  /// One bit a frame, in one piece of physical memory.
  ///
  /// @param at physical address of the first byte
  /// @param frames bits in the bitmap; bit `i` is frame `i`
  /// @param ready the checkpoint from which on the bitmap means something
  @JsonTypeName("bitmap")
  record Bitmap(PhysicalAddress at, int frames, Polarity polarity, BitOrder bitOrder, String ready)
      implements AllocatorProfile {
    public Bitmap {
      if (frames <= 0 || frames > 1 << 20 || frames % 8 != 0) {
        throw new IllegalArgumentException(
            "allocator.frames: expected a multiple of 8 up to 1048576 (4 GiB), got " + frames);
      }
      if (at.value() + frames / 8 > 1L << 32) {
        throw new IllegalArgumentException("allocator.at: the bitmap ends above 4 GiB, " + at);
      }
    }

    public int byteLength() {
      return frames / 8;
    }

    /// The frames of RAM that hold the bitmap itself.
    public FrameRange storage() {
      int first = (int) at.frame();
      int last = (int) at.plus(byteLength() - 1).frame();
      return new FrameRange(first, last - first + 1);
    }
  }

  /// The kernel keeps no account the lab can read: page tables are still shown.
  @JsonTypeName("none")
  record None() implements AllocatorProfile {}

  /// What a bit that is 1 says of its frame.
  enum Polarity {
    @JsonProperty("one-is-free")
    ONE_IS_FREE,
    @JsonProperty("one-is-allocated")
    ONE_IS_ALLOCATED
  }

  /// Which bit of a byte is the first frame's.
  enum BitOrder {
    @JsonProperty("least-significant-first")
    LEAST_SIGNIFICANT_FIRST,
    @JsonProperty("most-significant-first")
    MOST_SIGNIFICANT_FIRST
  }
}
