// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import dev.kernellab.memory.PhysicalMemory;
import dev.kernellab.protocol.FrameRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// All RAM of a machine that stands still, fetched in large pieces and remembered. A monitor that
/// fails comes out as [UncheckedIOException].
final class WholeMemory implements PhysicalMemory {
  private static final int PIECE = 256;

  private final GuestMemory guest;
  private final TreeMap<Integer, byte[]> frames = new TreeMap<>();
  private final Set<Integer> fetched = new HashSet<>();

  WholeMemory(GuestMemory guest) {
    this.guest = guest;
  }

  @Override
  public Optional<ByteBuffer> frame(long frame) {
    if (frame < 0 || frame >= 1 << 20) {
      return Optional.empty();
    }
    int number = (int) frame;
    int first = number - number % PIECE;
    if (fetched.add(first)) {
      try {
        guest.read(List.of(new FrameRange(first, PIECE)), frames);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return Optional.ofNullable(frames.get(number))
        .map(it -> ByteBuffer.wrap(it).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN));
  }
}
