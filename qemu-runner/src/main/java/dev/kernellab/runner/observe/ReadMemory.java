// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import dev.kernellab.memory.PhysicalMemory;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.PhysicalAddress;
import dev.kernellab.protocol.Words;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The machine's RAM for those who read it for one capture, fetched when they ask and remembered:
/// what they were given is what the capture has to tell. A monitor that fails comes out as
/// [UncheckedIOException]. What would be more than a capture may cover is not there for them.
final class ReadMemory implements PhysicalMemory {
  /// Frames fetched around a word, since the next one is likely to be near: 1 MiB.
  private static final int NEIGHBOURHOOD = 256;

  /// Words are told from at most so much memory: 256 MiB.
  private static final int MOST_NEIGHBOURHOODS = 256;

  private final GuestMemory guest;

  /// Frames that were asked for as a whole.
  private final SortedMap<Integer, byte[]> frames = new TreeMap<>();

  /// Words that were asked for, by address.
  private final SortedMap<Long, Integer> words = new TreeMap<>();

  private final SortedMap<Integer, byte[]> nearWords = new TreeMap<>();

  /// First frames of those that were fetched, RAM or not.
  private final Set<Integer> neighbourhoods = new HashSet<>();

  ReadMemory(GuestMemory guest) {
    this.guest = guest;
  }

  SortedMap<Integer, byte[]> frames() {
    return frames;
  }

  /// Those that no whole frame tells.
  SortedMap<Long, Integer> words() {
    words.keySet().removeIf(address -> frames.containsKey((int) (address >>> 12)));
    return words;
  }

  @Override
  public void expect(List<FrameRange> wanted) {
    var missing = new ArrayList<FrameRange>();
    int room = Capture.MOST_FRAMES - frames.size();
    for (FrameRange range : wanted) {
      int first = range.first();
      for (int frame = range.first(); frame <= range.end(); frame++) {
        if (frame == range.end() || room == 0 || frames.containsKey(frame)) {
          if (first < frame) {
            missing.add(new FrameRange(first, frame - first));
          }
          first = frame + 1;
        } else {
          room--;
        }
      }
    }
    fetch(missing, frames);
  }

  @Override
  public void expectWords(List<FrameRange> wanted) {
    fetch(
        wanted.stream()
            .filter(range -> range.count() <= NEIGHBOURHOOD)
            .filter(range -> !nearWords.containsKey(range.first()))
            .toList(),
        nearWords);
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
    return Optional.ofNullable(frames.get(number)).map(ReadMemory::view);
  }

  @Override
  public OptionalLong word(PhysicalAddress at) {
    if (at.frame() >= 1 << 20 || words.size() == Words.MOST) {
      return OptionalLong.empty();
    }
    byte[] bytes = near((int) at.frame());
    if (bytes == null) {
      return OptionalLong.empty();
    }
    int word = view(bytes).getInt((int) (at.value() % PhysicalAddress.FRAME_SIZE));
    words.put(at.value(), word);
    return OptionalLong.of(Integer.toUnsignedLong(word));
  }

  private byte @Nullable [] near(int frame) {
    if (frames.containsKey(frame)) {
      return frames.get(frame);
    }
    int first = frame - frame % NEIGHBOURHOOD;
    boolean wanted = !nearWords.containsKey(frame) && neighbourhoods.size() < MOST_NEIGHBOURHOODS;
    if (wanted && neighbourhoods.add(first)) {
      fetch(List.of(new FrameRange(first, NEIGHBOURHOOD)), nearWords);
    }
    return nearWords.get(frame);
  }

  private void fetch(List<FrameRange> wanted, SortedMap<Integer, byte[]> into) {
    try {
      guest.read(wanted, into);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ByteBuffer view(byte[] bytes) {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }
}
