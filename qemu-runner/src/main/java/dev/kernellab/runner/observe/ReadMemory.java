// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import dev.kernellab.memory.PhysicalMemory;
import dev.kernellab.protocol.FrameRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The machine's RAM for those who read it for one capture, fetched when they ask and remembered:
/// what they were given is what the capture has to tell. A monitor that fails comes out as
/// [UncheckedIOException].
final class ReadMemory implements PhysicalMemory {
  private final GuestMemory guest;
  private final SortedMap<Integer, byte[]> frames = new TreeMap<>();

  ReadMemory(GuestMemory guest) {
    this.guest = guest;
  }

  /// Everything read so far, by frame.
  SortedMap<Integer, byte[]> frames() {
    return frames;
  }

  @Override
  public void expect(List<FrameRange> wanted) {
    var missing = new ArrayList<FrameRange>();
    for (FrameRange range : wanted) {
      for (int frame = range.first(); frame < range.end(); frame++) {
        if (!frames.containsKey(frame)) {
          missing.add(new FrameRange(frame, 1));
        }
      }
    }
    try {
      guest.read(missing, frames);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<ByteBuffer> frame(long frame) {
    if (frame >= 1 << 20) {
      return Optional.empty();
    }
    int number = (int) frame;
    if (!frames.containsKey(number)) {
      expect(List.of(new FrameRange(number, 1)));
    }
    return Optional.ofNullable(frames.get(number))
        .map(bytes -> ByteBuffer.wrap(bytes).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN));
  }
}
