// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.discover;

import dev.kernellab.memory.discover.ImageData.Datum;
import dev.kernellab.memory.discover.Terrain.Word;
import dev.kernellab.protocol.AllocatorProfile.BitOrder;
import dev.kernellab.protocol.AllocatorProfile.Bitmap;
import dev.kernellab.protocol.AllocatorProfile.Polarity;
import dev.kernellab.protocol.Amount;
import dev.kernellab.protocol.PhysicalAddress;
import dev.kernellab.protocol.Place;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Bitmaps: arrays that are large enough, what pointers lead to, and any frame that looks like one.
/// Of each polarity, bit order, unit and first frame those that are not plainly wrong.
final class BitmapGuesses {
  private static final int ALL_FRAMES = 1 << 20;
  private static final int[] OFFSETS = {0, 4, 8, 12, 16};

  /// Frames looked at before a bitmap is read as a whole.
  private static final int SAMPLES = 256;

  private final Terrain terrain;
  private final Consumer<Guess> guesses;
  private final BitSet used;
  private final BitSet rest;
  private final int smallest;
  private final Set<Long> tried = new HashSet<>();

  BitmapGuesses(Terrain terrain, Consumer<Guess> guesses) {
    this.terrain = terrain;
    this.guesses = guesses;
    this.used = terrain.witnesses().used();
    this.rest = (BitSet) terrain.witnesses().ram().clone();
    rest.andNot(used);
    this.smallest = terrain.top() / 2;
  }

  void make() {
    for (Datum datum : terrain.image().data()) {
      for (int offset : OFFSETS) {
        long bits = (datum.bytes() - offset) * 8;
        if (bits >= smallest && bits <= ALL_FRAMES && datum.at().fits32Bits()) {
          at(
              new Place.Symbol(datum.name(), offset),
              datum.at().value() + offset,
              List.of(Amount.of(bits)),
              ofSize(bits));
        }
      }
    }
    List<Amount> lengths = lengths();
    for (Word word : terrain.pointers()) {
      at(new Place.Pointer(word.place(), Place.Holds.LINEAR, 0), word.value(), lengths, 0);
    }
    BitSet tables = terrain.witnesses().tables();
    for (int frame = 1; frame < Math.min(terrain.top(), 0x4000); frame++) {
      if (!tables.get(frame) && looksLikeOne(frame)) {
        at(
            new Place.Physical(PhysicalAddress.ofFrame(frame)),
            (long) frame << 12,
            List.of(Amount.of(ALL_FRAMES), Amount.of(terrain.top() / 32 * 32L)),
            0);
      }
    }
  }

  /// A bit for each frame of 4 GiB is telling; as many as RAM has may also be a page table's size.
  private double ofSize(long bits) {
    return bits == ALL_FRAMES ? 8 : bits == terrain.top() ? 3 : 0;
  }

  private List<Amount> lengths() {
    var lengths = new ArrayList<Amount>();
    for (Word word : terrain.words()) {
      if (word.value() <= terrain.top() && word.value() > terrain.top() - 0x100) {
        lengths.add(new Amount.Value(word.place(), 4, 1, 1, 0));
        break;
      }
    }
    lengths.add(Amount.of(ALL_FRAMES));
    lengths.add(Amount.of(terrain.top() / 32 * 32L));
    return lengths;
  }

  private void at(Place place, long address, List<Amount> lengths, double structure) {
    long physical =
        place instanceof Place.Physical
            ? address
            : (long) terrain.frameAt(address).orElse(0) << 12 | address & 0xFFF;
    if (!tried.add(physical)) {
      return;
    }
    for (Amount length : lengths) {
      int bits = length instanceof Amount.Constant(long value) ? (int) value : terrain.top();
      byte[] bytes = bytes(place, address, (bits + 7) / 8);
      if (bytes.length == 0) {
        continue;
      }
      for (int first : firstFrames()) {
        for (Polarity polarity : Polarity.values()) {
          if (first + bits <= ALL_FRAMES && isPlausible(bytes, first, polarity)) {
            forms(place, length, first, polarity, structure);
          }
        }
      }
    }
  }

  private void forms(Place place, Amount length, int first, Polarity polarity, double structure) {
    var base = first == 0 ? null : Amount.of(first);
    form(place, length, polarity, BitOrder.LEAST_SIGNIFICANT_FIRST, null, base, structure);
    form(place, length, polarity, BitOrder.MOST_SIGNIFICANT_FIRST, null, base, structure);
    form(place, length, polarity, BitOrder.MOST_SIGNIFICANT_FIRST, 4, base, structure);
  }

  private void form(
      Place place,
      Amount length,
      Polarity polarity,
      BitOrder order,
      @Nullable Integer wordBytes,
      @Nullable Amount first,
      double structure) {
    var bitmap = new Bitmap(place, length, polarity, order, wordBytes, first, null, null);
    String why = structure > 0 ? "its size is that of a bit a frame" : "";
    guesses.accept(new Guess(bitmap, "the bitmap at " + place.words(), structure, why));
  }

  /// Frame 0, where RAM goes on at 1 MiB, and where the kernel's image ends.
  private Set<Integer> firstFrames() {
    var frames = new LinkedHashSet<Integer>();
    frames.add(0);
    frames.add(0x100);
    terrain.image().loaded().stream().mapToInt(it -> it.end()).max().ifPresent(frames::add);
    return frames;
  }

  /// A few frames that must not be free are not, and a few others are.
  private boolean isPlausible(byte[] bytes, int first, Polarity polarity) {
    int bits = bytes.length * 8;
    int wrong = free(bytes, first, polarity, used);
    int right = free(bytes, first, polarity, rest);
    int beyond = free(bytes, first, polarity, terrain.witnesses().notRam());
    int spoken = Fit.common(used, range(first, bits));
    return right > 0 && wrong <= Math.min(SAMPLES, spoken) / 3 + 1 && beyond <= SAMPLES / 4;
  }

  /// How many of a sample of some frames are free, by the bits of a byte in the usual order.
  private static int free(byte[] bytes, int first, Polarity polarity, BitSet frames) {
    int bits = Math.min(bytes.length * 8, Math.max(1, frames.length() - first));
    int free = 0;
    int before = -1;
    for (int sample = 0; sample < SAMPLES; sample++) {
      int from = first + (int) ((long) bits * sample / SAMPLES);
      int frame = frames.nextSetBit(Math.max(before + 1, from));
      if (frame < 0 || frame >= first + bits) {
        break;
      }
      int bit = frame - first;
      boolean one = (bytes[bit / 8] >>> bit % 8 & 1) != 0;
      free += one == (polarity == Polarity.ONE_IS_FREE) ? 1 : 0;
      before = frame;
    }
    return free;
  }

  private static BitSet range(int first, int count) {
    var range = new BitSet();
    range.set(first, Math.min(ALL_FRAMES, first + count));
    return range;
  }

  /// What is said there of the image's frames is all the same, and differs from what comes later.
  private boolean looksLikeOne(int frame) {
    return terrain
        .moment()
        .memory()
        .frame(frame)
        .map(
            bytes -> {
              int image = terrain.image().loaded().getLast().first() / 8 + 1;
              int said = image < 4096 ? bytes.get(image) : 1;
              boolean mixed = false;
              for (int at = image; at < 4096; at++) {
                mixed |= bytes.get(at) == (byte) ~said;
              }
              return (said == 0 || said == -1) && mixed;
            })
        .orElse(false);
  }

  private byte[] bytes(Place place, long address, int length) {
    boolean linear = !(place instanceof Place.Physical);
    byte[] bytes = new byte[length];
    for (int done = 0; done < length; ) {
      long at = address + done;
      int within = (int) (at & 0xFFF);
      int count = Math.min(4096 - within, length - done);
      long frame = linear ? terrain.frameAt(at).orElse(-1) : at >>> 12;
      var content =
          frame < 0 ? Optional.<ByteBuffer>empty() : terrain.moment().memory().frame(frame);
      if (content.isEmpty()) {
        return new byte[0];
      }
      content.get().get(within, bytes, done, count);
      done += count;
    }
    return bytes;
  }
}
