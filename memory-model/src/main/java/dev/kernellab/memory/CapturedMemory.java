// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.Capture.FrameContent;
import dev.kernellab.protocol.PhysicalAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Physical memory as one capture of a run saw it. Captures carry only what changed, so they are
/// applied in order, from [#EMPTY] on. Immutable: every state a run went through can be kept, and
/// they share the frames that did not change.
public final class CapturedMemory implements PhysicalMemory {
  /// Before the first capture.
  public static final CapturedMemory EMPTY = new CapturedMemory(Map.of(), new BitSet(), Map.of());

  /// Every frame ever captured, as last seen: a later capture may cover it again, unchanged.
  private final Map<Integer, byte[]> known;

  /// The frames that the latest capture covers.
  private final BitSet covered;

  /// What the latest capture tells of single words, by address.
  private final Map<Long, Integer> words;

  private CapturedMemory(Map<Integer, byte[]> known, BitSet covered, Map<Long, Integer> words) {
    this.known = known;
    this.covered = covered;
    this.words = words;
  }

  /// Memory as the next capture of the run saw it.
  ///
  /// @throws MalformedCaptureException when the capture cannot follow on this state
  public CapturedMemory after(Capture capture) {
    var next = new HashMap<Integer, byte[]>(known);
    for (FrameContent content : capture.changed()) {
      next.put(content.frame(), FrameContents.inflate(content));
    }
    var covered = new BitSet();
    capture.frames().forEach(range -> covered.set(range.first(), range.end()));
    covered.stream()
        .filter(frame -> !next.containsKey(frame))
        .findFirst()
        .ifPresent(
            frame -> {
              throw new MalformedCaptureException(
                  "capture %d: covers frame %d, whose content never came"
                      .formatted(capture.n(), frame));
            });
    return new CapturedMemory(next, covered, SingleWords.unpack(capture.words()));
  }

  @Override
  public Optional<ByteBuffer> frame(long number) {
    int frame = number < 1 << 20 ? (int) number : Integer.MAX_VALUE;
    byte[] bytes = known.get(frame);
    if (bytes == null || !covered.get(frame)) {
      return Optional.empty();
    }
    return Optional.of(ByteBuffer.wrap(bytes).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN));
  }

  @Override
  public OptionalLong word(PhysicalAddress at) {
    Integer word = words.get(at.value());
    return word == null
        ? PhysicalMemory.super.word(at)
        : OptionalLong.of(Integer.toUnsignedLong(word));
  }
}
