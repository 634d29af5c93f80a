// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.discover;

import dev.kernellab.memory.allocator.AllocatorReading;
import dev.kernellab.protocol.AllocatorProfile;
import dev.kernellab.protocol.Profile.Window;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Looks at a kernel whenever it stands still, and says at the end how it seems to keep account of
/// its frames. The last look decides; earlier ones tell apart what it cannot. For one thread.
public final class Discovery {
  private static final int MOST_PROPOSALS = 4;
  private static final int MOST_TOLD = 3;

  private final ImageData image;
  private Map<AllocatorProfile, Tried> last = Map.of();
  private @Nullable Terrain terrain;

  public Discovery(ImageData image) {
    this.image = image;
  }

  /// @param taken frames that were free by it, have come to be used, and are not free any more
  private record Tried(Guess guess, Fit fit, int taken, @Nullable String since) {
    /// Of all that reads the same data, the likelier first.
    static final Comparator<Tried> OF_ONE_PLACE =
        Comparator.comparingInt((Tried it) -> it.fit().wrong())
            .thenComparing(it -> -it.taken())
            .thenComparing(it -> -it.explains())
            .thenComparing(it -> !it.fit().reachesTop())
            .thenComparing(it -> it.fit().pieces())
            .thenComparing(it -> -it.fit().coverage());

    /// In sixteenths: less of what nobody is seen to use stays unexplained.
    int explains() {
      return (int) (16 * fit.share());
    }

    double weight() {
      double agreement = 1 - Math.min(1, 4.0 * fit.wrong() / Math.max(1, fit.checked()));
      return Math.min(fit.certainty(), 64) * agreement
          + 16 * fit.coverage()
          + 16 * fit.share()
          + Math.min(taken, 16)
          + (fit.reachesTop() ? 4 : 0)
          + guess.structure() / 4;
    }

    /// What this reading, which comes second, shows.
    String against(Tried best) {
      int frames = fit.free().cardinality();
      if (fit.wrong() > best.fit().wrong()) {
        return Fit.say("%,d free frames, of which %,d cannot be", frames, fit.wrong());
      }
      if (taken < best.taken()) {
        return Fit.say("only %,d frames that came to be used were free before", taken);
      }
      if (fit.free().equals(best.fit().free())) {
        return "reads the same";
      }
      return explains() < best.explains()
          ? Fit.say("%,d free frames, which leaves more unexplained", frames)
          : fit.reachesTop() == best.fit().reachesTop()
              ? Fit.say("%,d free frames, in %,d pieces", frames, fit.pieces())
              : Fit.say("%,d free frames, which do not end where RAM does", frames);
    }

    /// What must be used, what came to be used, and where RAM ends say the same of both.
    boolean isUndecidedAgainst(Tried other) {
      return fit.wrong() == other.fit().wrong()
          && taken == other.taken()
          && explains() == other.explains()
          && fit.reachesTop() == other.fit().reachesTop();
    }
  }

  public void look(Standstill moment) {
    Terrain now = Terrain.of(moment, image);
    var guesses = new LinkedHashMap<AllocatorProfile, Guess>();
    new BitmapGuesses(now, it -> guesses.putIfAbsent(it.allocator(), it)).make();
    new PageArrayGuesses(now, it -> guesses.putIfAbsent(it.allocator(), it)).make();
    new ListGuesses(now, it -> guesses.putIfAbsent(it.allocator(), it)).make();
    new BuddyGuesses(now, it -> guesses.putIfAbsent(it.allocator(), it)).make();
    new RangeGuesses(now, it -> guesses.putIfAbsent(it.allocator(), it)).make();
    var fitting = new LinkedHashMap<AllocatorProfile, Tried>();
    for (Guess guess : guesses.values()) {
      if (now.read(guess.allocator()) instanceof AllocatorReading.Read it) {
        Fit.of(it.map(), now, guess.structure())
            .ifPresent(fit -> fitting.put(guess.allocator(), tried(guess, fit, now)));
      }
    }
    last = fitting;
    terrain = now;
  }

  private Tried tried(Guess guess, Fit fit, Terrain now) {
    Tried before = last.get(guess.allocator());
    if (before == null || terrain == null) {
      return new Tried(guess, fit, 0, now.moment().checkpoint());
    }
    BitSet taken = now.witnesses().used();
    taken.andNot(terrain.witnesses().used());
    taken.and(before.fit().free());
    taken.andNot(fit.free());
    return new Tried(guess, fit, before.taken() + taken.cardinality(), before.since());
  }

  /// The likeliest first; none when nothing agrees well enough. What overlaps a likelier one, or is
  /// far less likely than the first, is left out.
  public List<Proposal> proposals() {
    var byPlace = new LinkedHashMap<String, List<Tried>>();
    last.values()
        .forEach(
            it -> byPlace.computeIfAbsent(it.guess().what(), key -> new ArrayList<>()).add(it));
    byPlace.values().forEach(it -> it.sort(Tried.OF_ONE_PLACE));
    var chosen = new ArrayList<List<Tried>>();
    byPlace.values().stream()
        .sorted(Comparator.comparingDouble(it -> -it.getFirst().weight()))
        .forEach(it -> addUnlessWorse(it, chosen));
    return chosen.stream().map(Discovery::proposal).toList();
  }

  private static void addUnlessWorse(List<Tried> place, List<List<Tried>> chosen) {
    Tried best = place.getFirst();
    boolean worse =
        chosen.stream()
            .map(List::getFirst)
            .anyMatch(
                it ->
                    best.weight() < it.weight() / 2
                        || best.fit().wrong() > it.fit().wrong()
                        || best.fit().storage().intersects(it.fit().storage()));
    if (!worse && chosen.size() < MOST_PROPOSALS) {
      chosen.add(place);
    }
  }

  /// Linear addresses that show memory, used or not, as it was seen last.
  public List<Window> windows() {
    return terrain == null ? List.of() : terrain.witnesses().windows();
  }

  private static Proposal proposal(List<Tried> same) {
    Tried best = same.getFirst();
    var evidence = new ArrayList<String>();
    if (!best.guess().why().isEmpty()) {
      evidence.add(best.guess().why());
    }
    evidence.addAll(best.fit().evidence());
    if (best.fit().reachesTop()) {
      evidence.add("the last free frame is where RAM ends");
    }
    if (best.taken() > 0) {
      evidence.add(
          Fit.say(
              "%,d frames that came to be used were free before and no longer are", best.taken()));
    }
    int before = evidence.size();
    var undecided = new ArrayList<String>();
    for (Tried other : same.subList(1, same.size())) {
      String told = Readings.difference(best.guess().allocator(), other.guess().allocator());
      if (other.isUndecidedAgainst(best) && undecided.size() < MOST_TOLD) {
        undecided.add(told + ": " + other.against(best));
      } else if (!other.isUndecidedAgainst(best) && evidence.size() < before + MOST_TOLD) {
        evidence.add(told + ": " + other.against(best));
      }
    }
    return new Proposal(
        best.guess().allocator(),
        best.guess().what(),
        best.fit().free(),
        List.copyOf(evidence),
        List.copyOf(undecided),
        best.since());
  }
}
