// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.allocator;

import dev.kernellab.memory.allocator.AllocationMap.Account;
import dev.kernellab.memory.allocator.AllocationMap.Source;
import dev.kernellab.memory.allocator.KernelData.Location;
import dev.kernellab.protocol.AllocatorProfile.BitOrder;
import dev.kernellab.protocol.AllocatorProfile.Bitmap;
import dev.kernellab.protocol.AllocatorProfile.Polarity;
import dev.kernellab.protocol.PhysicalAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// One bit a frame: of either polarity, from either end of bytes or words, from any first frame on
/// or through a table of segments.
final class BitmapReader {
  private final String name;
  private final Bitmap profile;
  private final KernelData data;

  BitmapReader(String name, Bitmap profile, KernelData data) {
    this.name = name;
    this.profile = profile;
    this.data = data;
  }

  Account read() throws UnreadableException {
    long bits = data.number(profile.frames(), "the number of frames", 1, AllocationMap.FRAMES);
    int word = profile.wordBytes() == null ? 1 : profile.wordBytes();
    long length = (bits + 8L * word - 1) / (8L * word) * word;
    Location at = data.locate(profile.at());
    String what = "the bitmap at " + profile.at().words();
    byte[] bytes = data.bytes(at, length, what).array();
    if (profile.bitOrder() == BitOrder.MOST_SIGNIFICANT_FIRST) {
      reverseBitsOfEachWord(bytes, word);
    }
    BitSet ones = bitsOf(bytes);
    ones.clear((int) bits, ones.length() > bits ? ones.length() : (int) bits);
    if (profile.polarity() == Polarity.ONE_IS_ALLOCATED) {
      ones.flip(0, (int) bits);
    }
    FrameIndex index = FrameIndex.of(profile, (int) bits, data);
    var storage = new BitSet();
    for (long done = 0; done < length; done += PhysicalAddress.FRAME_SIZE) {
      storage.set((int) data.physical(at.plus(done), what).frame());
    }
    storage.set((int) data.physical(at.plus(length - 1), what).frame());
    return new Account(
        name,
        index.frames(),
        index.framesOf(ones),
        storage,
        frame -> source(index.bitOf(frame), at, what),
        List.of());
  }

  private Optional<Source> source(int bit, Location at, String what) {
    try {
      PhysicalAddress address = data.physical(at.plus(bit / 8), what);
      return Optional.of(new Source(name, address, "bit " + bit + " of the bitmap"));
    } catch (UnreadableException e) {
      return Optional.empty();
    }
  }

  /// As [BitSet#valueOf(byte[])], which takes one byte at a time.
  private static BitSet bitsOf(byte[] bytes) {
    long[] words = new long[(bytes.length + 7) / 8];
    byte[] whole = bytes.length % 8 == 0 ? bytes : Arrays.copyOf(bytes, words.length * 8);
    ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(words);
    return BitSet.valueOf(words);
  }

  /// So that the bit of frame `f` is bit `f mod 8` of byte `f div 8`, as in the normal form.
  private static void reverseBitsOfEachWord(byte[] bytes, int word) {
    for (int start = 0; start < bytes.length; start += word) {
      for (int low = start, high = start + word - 1; low <= high; low++, high--) {
        byte mirrored = mirror(bytes[low]);
        bytes[low] = mirror(bytes[high]);
        bytes[high] = mirrored;
      }
    }
  }

  private static byte mirror(byte bits) {
    return (byte) (Integer.reverse(bits) >>> 24);
  }
}
