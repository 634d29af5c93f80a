// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.discover;

import dev.kernellab.memory.allocator.AllocationMap;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How well what a profile reads agrees with the machine.
///
/// @param free frames that it calls free
/// @param storage the frames that hold the account
/// @param wrong frames called free that cannot be
/// @param checked frames that must not be free and that it speaks of
/// @param certainty how unlikely it is that something that is no account agrees by chance, in bits
/// @param pieces runs of free frames
/// @param share of the frames that nothing shows to be in use, how many are free, 0 to 1
/// @param reachesTop the last free frame is the last of RAM, or of what firmware leaves of it
/// @param evidence sentences
record Fit(
    BitSet free,
    BitSet storage,
    int wrong,
    int checked,
    double certainty,
    int pieces,
    double share,
    boolean reachesTop,
    double coverage,
    List<String> evidence) {
  private static final int LEAST_FREE = 8;
  private static final double LEAST_CERTAINTY = 8;

  /// What firmware keeps at the top of RAM for its tables, at most.
  private static final int FIRMWARE_FRAMES = 64;

  /// @param structure bits of certainty from what the account looks like in itself
  static Optional<Fit> of(AllocationMap map, Terrain terrain, double structure) {
    Witnesses witnesses = terrain.witnesses();
    BitSet known = map.known();
    BitSet free = map.free().toBitSet();
    if (map.storage().intersects(witnesses.tables()) || !map.findings().isEmpty()) {
      return Optional.empty(); // a page table, or a list that breaks
    }
    BitSet used = witnesses.used();
    used.or(map.storage());
    used.and(known);
    int wrongUsed = common(free, used);
    int beyond = common(known, witnesses.notRam());
    int wrongBeyond = common(free, witnesses.notRam());
    var rest = (BitSet) known.clone();
    rest.and(witnesses.ram());
    rest.andNot(used);
    int freeRest = common(free, rest);
    int pieces = pieces(free);
    int checked = used.cardinality();
    if (freeRest < LEAST_FREE
        || wrongUsed > checked / 10
        || wrongBeyond > 4 + beyond / 1_000
        || freeRest < 2 * pieces) {
      return Optional.empty();
    }
    double share = Math.min(0.99, (double) freeRest / Math.max(1, rest.cardinality()));
    double certainty = structure - (checked - 8.0 * wrongUsed) * Math.log(1 - share) / Math.log(2);
    if (certainty < LEAST_CERTAINTY) {
      return Optional.empty();
    }
    int end = free.length();
    boolean reachesTop = end <= terrain.top() && end >= terrain.top() - FIRMWARE_FRAMES;
    double coverage = (double) common(known, witnesses.ram()) / witnesses.ram().cardinality();
    return Optional.of(
        new Fit(
            free,
            map.storage(),
            wrongUsed + wrongBeyond,
            checked + beyond,
            certainty,
            pieces,
            (double) freeRest / Math.max(1, rest.cardinality()),
            reachesTop,
            coverage,
            evidence(map, terrain, rest)));
  }

  private static List<String> evidence(AllocationMap map, Terrain terrain, BitSet rest) {
    var evidence = new ArrayList<String>();
    BitSet known = map.known();
    BitSet free = map.free().toBitSet();
    terrain
        .witnesses()
        .inUse()
        .forEach((what, frames) -> tell(evidence, what, frames, known, free));
    tell(evidence, "that hold the account itself", map.storage(), known, free);
    tell(evidence, "that are no RAM", terrain.witnesses().notRam(), known, free);
    evidence.add(
        say(
            "of the other %,d frames of RAM it speaks of, %,d are free",
            rest.cardinality(), common(free, rest)));
    return evidence;
  }

  private static void tell(
      List<String> evidence, String what, BitSet frames, BitSet known, BitSet free) {
    int spoken = common(frames, known);
    int wrong = common(frames, free);
    if (spoken > 0) {
      evidence.add(
          wrong == 0
              ? say("none of the %,d frames %s is free", spoken, what)
              : say("BUT %,d of the %,d frames %s would be free", wrong, spoken, what));
    }
  }

  static String say(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  static int common(BitSet one, BitSet other) {
    var both = (BitSet) one.clone();
    both.and(other);
    return both.cardinality();
  }

  private static int pieces(BitSet free) {
    int pieces = 0;
    for (int at = free.nextSetBit(0); at >= 0; at = free.nextSetBit(free.nextClearBit(at))) {
      pieces++;
    }
    return pieces;
  }
}
