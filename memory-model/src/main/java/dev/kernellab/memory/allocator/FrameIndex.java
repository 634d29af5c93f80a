// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.allocator;

import dev.kernellab.memory.allocator.KernelData.Location;
import dev.kernellab.protocol.AllocatorProfile.Bitmap;
import dev.kernellab.protocol.AllocatorProfile.SegmentTable;
import dev.kernellab.protocol.AllocatorProfile.Unit;
import dev.kernellab.protocol.FrameRange;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Which frame an index stands for: pieces of memory, counted through one after the other.
record FrameIndex(List<FrameRange> pieces) {
  private static final int MOST_SEGMENTS = 4_096;

  static FrameIndex of(Bitmap profile, int bits, KernelData data) throws UnreadableException {
    if (profile.segments() != null) {
      return ofSegments(profile.segments(), bits, data);
    }
    int most = AllocationMap.FRAMES - bits;
    long first = profile.first() == null ? 0 : data.number(profile.first(), "first", 0, most);
    return new FrameIndex(List.of(new FrameRange((int) first, bits)));
  }

  private static FrameIndex ofSegments(SegmentTable table, int bits, KernelData data)
      throws UnreadableException {
    int count = (int) data.number(table.entries(), "segments.entries", 1, MOST_SEGMENTS);
    Location at = data.locate(table.at());
    ByteBuffer entries =
        data.bytes(at, (long) count * table.entryBytes(), "segments at " + table.at().words());
    var pieces = new ArrayList<FrameRange>();
    int left = bits;
    for (int entry = 0; entry < count && left > 0; entry++) {
      long start = number(entries, entry * table.entryBytes() + table.start(), table.unit());
      long length = number(entries, entry * table.entryBytes() + table.length(), table.unit());
      if (length == 0) {
        continue;
      }
      if (start + length > AllocationMap.FRAMES) {
        throw new UnreadableException("segment %d ends above 4 GiB".formatted(entry));
      }
      int taken = (int) Math.min(left, length);
      pieces.add(new FrameRange((int) start, taken));
      left -= taken;
    }
    return new FrameIndex(List.copyOf(pieces));
  }

  private static long number(ByteBuffer entries, int at, Unit unit) {
    long raw = Integer.toUnsignedLong(entries.getInt(at));
    return switch (unit) {
      case BYTES -> raw >>> 12;
      case FRAMES -> raw;
    };
  }

  BitSet frames() {
    var frames = new BitSet();
    pieces.forEach(piece -> frames.set(piece.first(), piece.end()));
    return frames;
  }

  /// The frames that set bits stand for.
  BitSet framesOf(BitSet bits) {
    var frames = new BitSet();
    int base = 0;
    for (FrameRange piece : pieces) {
      int end = base + piece.count();
      for (int bit = bits.nextSetBit(base); bit >= 0 && bit < end; bit = bits.nextSetBit(bit)) {
        int past = Math.min(end, bits.nextClearBit(bit));
        frames.set(piece.first() + bit - base, piece.first() + past - base);
        bit = past;
      }
      base = end;
    }
    return frames;
  }

  /// The first bit that stands for a frame.
  int bitOf(int frame) {
    int base = 0;
    for (FrameRange piece : pieces) {
      if (piece.contains(frame)) {
        return base + frame - piece.first();
      }
      base += piece.count();
    }
    throw new IllegalArgumentException("no bit for frame " + frame);
  }
}
