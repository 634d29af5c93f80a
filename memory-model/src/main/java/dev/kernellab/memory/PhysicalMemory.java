// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.PhysicalAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Physical memory, a frame at a time.
@FunctionalInterface
public interface PhysicalMemory {

  /// The 4,096 bytes of a frame: read-only, little-endian, positioned at 0. Empty where there is no
  /// RAM, or where nobody looked.
  ///
  /// @param frame frame number, `address / 4096`
  Optional<ByteBuffer> frame(long frame);

  /// Four bytes inside one frame, as an unsigned number: for whoever needs no more of it.
  default OptionalLong word(PhysicalAddress at) {
    return frame(at.frame())
        .map(bytes -> bytes.getInt((int) (at.value() % PhysicalAddress.FRAME_SIZE)))
        .map(word -> OptionalLong.of(Integer.toUnsignedLong(word)))
        .orElseGet(OptionalLong::empty);
  }

  /// Frames that are about to be asked for: whoever has to fetch them can do so in one go.
  default void expect(List<FrameRange> frames) {}

  /// Frames of which single words are about to be asked for.
  default void expectWords(List<FrameRange> frames) {}
}
