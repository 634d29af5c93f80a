// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import java.nio.ByteBuffer;
import java.util.Optional;

/// Physical memory, a frame at a time.
@FunctionalInterface
public interface PhysicalMemory {

  /// The 4,096 bytes of a frame: read-only, little-endian, positioned at 0. Empty where there is no
  /// RAM, or where nobody looked.
  ///
  /// @param frame frame number, `address / 4096`
  Optional<ByteBuffer> frame(int frame);
}
