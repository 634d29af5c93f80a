// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.Capture.FrameContent;
import dev.kernellab.protocol.FrameRange;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Physical memory as one capture of a run saw it. Captures carry only what changed, so they are
/// applied in order, from [#EMPTY] on. Immutable: every state a run went through can be kept, and
/// they share the frames that did not change.
public final class CapturedMemory implements PhysicalMemory {
  /// Before the first capture.
  public static final CapturedMemory EMPTY = new CapturedMemory(Map.of(), List.of());

  /// Every frame ever captured, as last seen: a later capture may cover it again, unchanged.
  private final Map<Integer, byte[]> known;

  private final List<FrameRange> covered;

  private CapturedMemory(Map<Integer, byte[]> known, List<FrameRange> covered) {
    this.known = known;
    this.covered = covered;
  }

  /// Memory as the next capture of the run saw it.
  ///
  /// @throws MalformedCaptureException when the capture cannot follow on this state
  public CapturedMemory after(Capture capture) {
    var next = new HashMap<Integer, byte[]>(known);
    for (FrameContent content : capture.changed()) {
      next.put(content.frame(), FrameContents.inflate(content));
    }
    requireContents(capture, next);
    return new CapturedMemory(next, capture.frames());
  }

  private static void requireContents(Capture capture, Map<Integer, byte[]> contents) {
    for (FrameRange range : capture.frames()) {
      for (int frame = range.first(); frame < range.end(); frame++) {
        if (!contents.containsKey(frame)) {
          throw new MalformedCaptureException(
              "capture " + capture.n() + ": covers frame " + frame + ", whose content never came");
        }
      }
    }
  }

  @Override
  public Optional<ByteBuffer> frame(int frame) {
    byte[] bytes = known.get(frame);
    if (bytes == null || covered.stream().noneMatch(range -> range.contains(frame))) {
      return Optional.empty();
    }
    return Optional.of(ByteBuffer.wrap(bytes).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN));
  }
}
