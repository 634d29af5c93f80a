// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import dev.kernellab.protocol.AllocatorProfile;
import dev.kernellab.protocol.FrameHashes;
import dev.kernellab.protocol.PhysicalAddress;
import dev.kernellab.protocol.Profile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/// What free frames hold, as a hash each. Where an allocator keeps its links in the free frames
/// themselves, the part of a frame that has them is left out.
public final class FreeFrameHashes {
  /// A node's fields are taken to lie within so many bytes, aligned.
  private static final int NODE = 32;

  /// Offsets of bytes that belong to the allocator, in every free frame.
  private final BitSet links = new BitSet();

  private final int ofZeros;

  public FreeFrameHashes(Profile profile) {
    addLinks(profile.allocator());
    ofZeros = of(new byte[PhysicalAddress.FRAME_SIZE]);
  }

  /// @param frame 4,096 bytes; those of links are overwritten
  public int of(byte[] frame) {
    links.stream().forEach(offset -> frame[offset] = 0);
    var hash = new CRC32C();
    hash.update(frame);
    return (int) hash.getValue();
  }

  public int ofZeros() {
    return ofZeros;
  }

  /// Of a frame that is full of one byte.
  public int ofFilled(int value) {
    byte[] frame = new byte[PhysicalAddress.FRAME_SIZE];
    Arrays.fill(frame, (byte) value);
    return of(frame);
  }

  /// The same hashes always give the same bytes.
  ///
  /// @param hashes by frame
  public static FrameHashes pack(SortedMap<Integer, Integer> hashes) {
    var plain = ByteBuffer.allocate(8 * hashes.size()).order(ByteOrder.LITTLE_ENDIAN);
    int before = 0;
    for (int frame : hashes.keySet()) {
      plain.putInt(frame - before);
      before = frame;
    }
    int last = 0;
    for (int hash : hashes.values()) {
      plain.putInt(hash - last);
      last = hash;
    }
    return new FrameHashes(hashes.size(), Zlib.deflate(plain.array()));
  }

  /// By frame.
  ///
  /// @throws MalformedCaptureException when these are not hashes of frames
  public static SortedMap<Integer, Integer> unpack(FrameHashes packed) {
    ByteBuffer plain =
        ByteBuffer.wrap(Zlib.inflate(packed.deflated(), 8 * packed.count()))
            .order(ByteOrder.LITTLE_ENDIAN);
    var hashes = new TreeMap<Integer, Integer>();
    int frame = 0;
    int hash = 0;
    for (int index = 0; index < packed.count(); index++) {
      frame += plain.getInt(4 * index);
      hash += plain.getInt(4 * (packed.count() + index));
      if (frame < 0 || frame >= 1 << 20) {
        throw new MalformedCaptureException("frame hashes: of frame " + frame);
      }
      hashes.put(frame, hash);
    }
    return Collections.unmodifiableSortedMap(hashes);
  }

  private void addLinks(AllocatorProfile profile) {
    switch (profile) {
      case AllocatorProfile.FreeList it -> {
        if (it.nodes() == null) {
          addNode(it.next());
          addNode(it.count() == null ? it.next() : it.count());
        }
      }
      case AllocatorProfile.Buddy it -> {
        if (it.nodes() == null) {
          addNode(it.next());
        }
      }
      case AllocatorProfile.Several it -> it.parts().forEach(part -> addLinks(part.allocator()));
      case AllocatorProfile.Bitmap it -> {}
      case AllocatorProfile.PageArray it -> {}
      case AllocatorProfile.Ranges it -> {}
      case AllocatorProfile.None it -> {}
    }
  }

  private void addNode(int offset) {
    int first = Math.clamp(offset, 0, PhysicalAddress.FRAME_SIZE - 1) / NODE * NODE;
    links.set(first, first + NODE);
  }
}
