// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.discover;

import dev.kernellab.memory.discover.ImageData.Datum;
import dev.kernellab.memory.discover.Terrain.Word;
import dev.kernellab.protocol.AllocatorProfile.Lists;
import dev.kernellab.protocol.AllocatorProfile.Pool;
import dev.kernellab.protocol.AllocatorProfile.Ranges;
import dev.kernellab.protocol.AllocatorProfile.Unit;
import dev.kernellab.protocol.Amount;
import dev.kernellab.protocol.Place;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Tables of free memory: frames one by one, as on a stack, or pieces with a length; as many as a
/// number of the kernel's says.
final class RangeGuesses {
  private static final int LEAST_FRAMES = 8;
  private static final int MOST_ENTRIES = 1 << 20;
  private static final int MOST_POINTERS = 64;

  /// Numbers of the kernel's that may be how many entries there are.
  private static final int MOST_COUNTS = 8;

  private static final List<Shape> SHAPES =
      List.of(
          new Shape(4, 0, null),
          new Shape(8, 0, 4),
          new Shape(8, 4, 0),
          new Shape(12, 0, 4),
          new Shape(12, 4, 8),
          new Shape(16, 0, 4),
          new Shape(16, 0, 8),
          new Shape(20, 0, 8),
          new Shape(24, 0, 8));

  private final Terrain terrain;
  private final Consumer<Guess> guesses;
  private final BitSet used;

  /// @param length where it is; absent where an entry is a frame
  private record Shape(int bytes, int start, @Nullable Integer length) {}

  /// @param room bytes that it can have at most
  private record Base(Place place, long linear, long room) {}

  RangeGuesses(Terrain terrain, Consumer<Guess> guesses) {
    this.terrain = terrain;
    this.guesses = guesses;
    this.used = terrain.witnesses().used();
  }

  void make() {
    Stream<Base> data =
        terrain.image().data().stream().filter(it -> it.at().fits32Bits()).map(RangeGuesses::base);
    Stream<Base> pointers =
        terrain.pointers().stream()
            .filter(it -> it.value() % 4 == 0)
            .limit(MOST_POINTERS)
            .map(RangeGuesses::base);
    Stream.concat(data, pointers)
        .forEach(
            base -> {
              for (Shape shape : SHAPES) {
                for (Unit unit : Unit.values()) {
                  look(base, shape, unit);
                }
              }
            });
  }

  private static Base base(Datum datum) {
    return new Base(new Place.Symbol(datum.name(), 0), datum.at().value(), datum.bytes());
  }

  private static Base base(Word word) {
    var place = new Place.Pointer(word.place(), Place.Holds.LINEAR, 0);
    return new Base(place, word.value(), 4L * MOST_ENTRIES);
  }

  /// Entries beyond the last are what they were before, so as many as make sense are an upper
  /// bound.
  private void look(Base base, Shape shape, Unit unit) {
    var free = new BitSet();
    int entries = 0;
    while ((entries + 1L) * shape.bytes() <= base.room() && add(base, shape, unit, entries, free)) {
      entries++;
    }
    if (free.cardinality() < LEAST_FRAMES) {
      return;
    }
    int most = entries;
    terrain.words().stream()
        .filter(it -> it.value() > 0 && it.value() <= most)
        .sorted(
            Comparator.comparingLong((Word it) -> -it.value())
                .thenComparing(it -> Math.abs(it.at().value() - base.linear())))
        .limit(MOST_COUNTS)
        .forEach(count -> guess(base, shape, unit, count));
  }

  /// Whether an entry is memory that may be free; overlapping entries are none.
  private boolean add(Base base, Shape shape, Unit unit, int entry, BitSet free) {
    long at = base.linear() + (long) entry * shape.bytes();
    long first = frames(at + shape.start(), unit);
    long count = shape.length() == null ? 1 : frames(at + shape.length(), unit);
    if (first <= 0 || count <= 0 || first + count > terrain.top()) {
      return false;
    }
    int from = (int) first;
    int to = (int) (first + count);
    boolean sound =
        terrain.witnesses().ram().nextClearBit(from) >= to
            && (free.nextSetBit(from) < 0 || free.nextSetBit(from) >= to)
            && (used.nextSetBit(from) < 0 || used.nextSetBit(from) >= to || shape.length() == null);
    if (sound) {
      free.set(from, to);
    }
    return sound;
  }

  /// -1 for what is no number of whole frames.
  private long frames(long linear, Unit unit) {
    OptionalLong word = linear < 1L << 32 ? terrain.linear().word(linear) : OptionalLong.empty();
    if (word.isEmpty()) {
      return -1;
    }
    return switch (unit) {
      case FRAMES -> word.getAsLong();
      case BYTES -> word.getAsLong() % 4096 == 0 ? word.getAsLong() >>> 12 : -1;
    };
  }

  private void guess(Base base, Shape shape, Unit unit, Word count) {
    var ranges =
        new Ranges(
            base.place(),
            new Amount.Value(count.place(), 4, 1, 1, 0),
            shape.bytes(),
            shape.start(),
            shape.length(),
            null,
            unit,
            Lists.FREE,
            new Pool(Amount.of(0), Amount.of(terrain.top())),
            null);
    String what = shape.length() == null ? "the stack of frames at " : "the table of pieces at ";
    guesses.accept(new Guess(ranges, what + base.place().words(), 0, ""));
  }
}
