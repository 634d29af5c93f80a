// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.discover;

import dev.kernellab.memory.discover.ImageData.Datum;
import dev.kernellab.memory.discover.Terrain.Word;
import dev.kernellab.protocol.AllocatorProfile.FreeWhen;
import dev.kernellab.protocol.AllocatorProfile.PageArray;
import dev.kernellab.protocol.Amount;
import dev.kernellab.protocol.Hex32;
import dev.kernellab.protocol.Place;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Arrays with a structure a frame: of each size, field, value and bit those that tell frames that
/// must be used from others.
final class PageArrayGuesses {
  private static final int[] SIZES = {1, 2, 4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48, 56, 64};
  private static final int SAMPLES = 48;

  /// As many are read as a whole.
  private static final int MOST_READ = 64;

  private static final int COMMONEST = 2;
  private static final int MOST_POINTERS = 96;

  private final Terrain terrain;
  private final Consumer<Guess> guesses;
  private final List<Integer> used;
  private final List<Integer> rest;
  private final List<Scored> scored = new ArrayList<>();

  /// @param wrong of the frames looked at, those called free that cannot be
  /// @param right those called free that can
  private record Scored(Guess guess, long wrong, long right) {}

  PageArrayGuesses(Terrain terrain, Consumer<Guess> guesses) {
    this.terrain = terrain;
    this.guesses = guesses;
    BitSet taken = terrain.witnesses().used();
    var others = (BitSet) terrain.witnesses().ram().clone();
    others.andNot(taken);
    this.used = sample(taken);
    this.rest = sample(others);
  }

  private static List<Integer> sample(BitSet frames) {
    int step = Math.max(1, frames.cardinality() / SAMPLES);
    int[] all = frames.stream().toArray();
    var sample = new ArrayList<Integer>();
    for (int at = 0; at < all.length; at += step) {
      sample.add(all[at]);
    }
    return sample;
  }

  void make() {
    for (Datum datum : terrain.image().data()) {
      for (int size : SIZES) {
        long entries = datum.bytes() / size;
        if (datum.bytes() % size == 0
            && datum.at().fits32Bits()
            && entries >= terrain.top() / 2
            && entries <= 1 << 20) {
          double structure = entries == terrain.top() || entries == 1 << 20 ? 6 : 0;
          entries(
              new Place.Symbol(datum.name(), 0),
              datum.at().value(),
              size,
              Amount.of(entries),
              structure);
        }
      }
    }
    for (Word word : terrain.pointers().stream().limit(MOST_POINTERS).toList()) {
      if (word.value() % 4 == 0) {
        var place = new Place.Pointer(word.place(), Place.Holds.LINEAR, 0);
        for (int size : SIZES) {
          if (size >= 4) {
            entries(place, word.value(), size, count(), 0);
          }
        }
      }
    }
    scored.stream()
        .sorted(Comparator.comparingLong(Scored::wrong).thenComparing(it -> -it.right()))
        .limit(MOST_READ)
        .forEach(it -> guesses.accept(it.guess()));
  }

  /// How many frames there are: by a number of the kernel's if there is one.
  private Amount count() {
    int top = terrain.top();
    return terrain.words().stream()
        .filter(it -> it.value() <= top && it.value() > top - 0x100)
        .findFirst()
        .<Amount>map(it -> new Amount.Value(it.place(), 4, 1, 1, 0))
        .orElse(Amount.of(top));
  }

  private void entries(Place place, long linear, int size, Amount entries, double structure) {
    for (int offset = 0; offset < size; offset += Math.min(size, 4)) {
      List<Long> taken = words(linear + offset, size, used);
      List<Long> others = words(linear + offset, size, rest);
      if (taken.isEmpty() || others.size() < rest.size() / 2) {
        return;
      }
      for (int bytes : new int[] {4, 2, 1}) {
        for (int within = 0; within < 4 && offset + within + bytes <= size; within += bytes) {
          int shift = 8 * within;
          long mask = (1L << 8 * bytes) - 1;
          List<Long> ofTaken = taken.stream().map(it -> it >>> shift & mask).toList();
          List<Long> ofOthers = others.stream().map(it -> it >>> shift & mask).toList();
          for (long value : commonest(ofOthers)) {
            var free = new FreeWhen(offset + within, bytes, null, value);
            score(guess(place, size, entries, free, structure), ofTaken, ofOthers, mask);
          }
        }
      }
      if (size >= 4) {
        bits(place, size, entries, offset, structure, taken, others);
      }
    }
  }

  private void bits(
      Place place,
      int size,
      Amount entries,
      int offset,
      double structure,
      List<Long> taken,
      List<Long> others) {
    for (int bit = 0; bit < 32; bit++) {
      for (long value : new long[] {0, 1L << bit}) {
        var free = new FreeWhen(offset, 4, new Hex32((int) (1L << bit)), value);
        score(guess(place, size, entries, free, structure), taken, others, 1L << bit);
      }
    }
  }

  private static Guess guess(
      Place place, int size, Amount entries, FreeWhen free, double structure) {
    String why = structure > 0 ? "its size is that of an entry a frame" : "";
    return new Guess(
        new PageArray(place, entries, size, free, null, null),
        "the page array at " + place.words(),
        structure,
        why);
  }

  private void score(Guess guess, List<Long> taken, List<Long> others, long mask) {
    long value = ((PageArray) guess.allocator()).free().equals();
    long wrong = taken.stream().filter(it -> (it & mask) == value).count();
    long right = others.stream().filter(it -> (it & mask) == value).count();
    if (wrong <= taken.size() / 10 && right >= Math.max(2, others.size() / 10)) {
      scored.add(new Scored(guess, wrong, right));
    }
  }

  /// The word at an offset of each frame's entry, where there is one.
  private List<Long> words(long linear, int size, List<Integer> frames) {
    var words = new ArrayList<Long>();
    for (int frame : frames) {
      long at = linear + (long) frame * size;
      OptionalLong word = at < 1L << 32 ? terrain.linear().word(at) : OptionalLong.empty();
      if (word.isEmpty() && words.isEmpty()) {
        return words;
      }
      word.ifPresent(words::add);
    }
    return words;
  }

  private static List<Long> commonest(List<Long> values) {
    Map<Long, Integer> counts = new HashMap<>();
    values.forEach(it -> counts.merge(it, 1, Integer::sum));
    return counts.entrySet().stream()
        .sorted(Map.Entry.<Long, @Nullable Integer>comparingByValue(Comparator.reverseOrder()))
        .limit(COMMONEST)
        .map(Map.Entry::getKey)
        .toList();
  }
}
