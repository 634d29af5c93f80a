// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.similarity;

import dev.kernellab.memory.Listing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Who in a class handed in work alike: `docs/reference/reports.md`, "Similar work". Time and
/// memory grow with the class and the length of its sources, not with the number of pairs that a
/// common idiom makes: what many have is nobody's.
public final class Similarity {
  public static final int MOST_SOURCES = 500;
  private static final int MOST_PAIRS = 200;

  /// Below this nothing is told: some idioms everybody writes alike.
  private static final int LEAST_SHARED = 8;

  private static final int LEAST_SCORE = 25;

  /// So many may have the same fingerprint, or a tenth of the class.
  private static final int LEAST_COMMON = 10;

  private static final int PARTS = 64;

  private final List<Fingerprints> sources;

  private Similarity(List<Fingerprints> sources) {
    this.sources = sources;
  }

  /// @param pairs the most alike first
  /// @param clusters names that pairs connect, sorted; the largest first
  public record Result(Listing<Pair> pairs, List<List<String>> clusters) {}

  /// @param sources each with a name of its own; gone through once, so they need not all be in
  ///   memory
  /// @param starter what everybody was given, which counts for nothing
  /// @throws IllegalArgumentException when there are more than [#MOST_SOURCES]
  public static Result of(Iterable<Source> sources, Source starter) {
    Set<Long> given = Fingerprints.all(starter);
    var all = new ArrayList<Fingerprints>();
    for (Source source : sources) {
      if (all.size() == MOST_SOURCES) {
        throw new IllegalArgumentException("sources: expected up to " + MOST_SOURCES);
      }
      all.add(Fingerprints.of(source, given));
    }
    return new Similarity(all).result();
  }

  private Result result() {
    var alike = new ArrayList<Candidate>();
    int[][] shared = shared();
    for (int i = 0; i < sources.size(); i++) {
      for (int j = 0; j < i; j++) {
        var candidate = new Candidate(sources.get(j), sources.get(i), shared[i][j]);
        if (shared[i][j] >= LEAST_SHARED && candidate.score() >= LEAST_SCORE) {
          alike.add(candidate);
        }
      }
    }
    alike.sort(Comparator.comparingInt(Candidate::score).reversed());
    List<Pair> pairs = alike.stream().limit(MOST_PAIRS).map(Candidate::pair).toList();
    return new Result(new Listing<>(pairs, alike.size() > MOST_PAIRS), clusters(alike));
  }

  /// How many fingerprints each two have in common; `[i][j]` with j below i. Goes through the
  /// hashes in parts, so that the index of a whole class is never in memory.
  private int[][] shared() {
    int most = Math.max(LEAST_COMMON, sources.size() / 10);
    int[][] shared = new int[sources.size()][];
    Arrays.setAll(shared, int[]::new);
    for (int part = 0; part < PARTS; part++) {
      for (List<Integer> some : holders(part).values()) {
        for (int i = 0; some.size() <= most && i < some.size(); i++) {
          for (int j = 0; j < i; j++) {
            shared[some.get(i)][some.get(j)]++;
          }
        }
      }
    }
    return shared;
  }

  private Map<Long, List<Integer>> holders(int part) {
    Map<Long, List<Integer>> holders = new HashMap<>();
    for (int i = 0; i < sources.size(); i++) {
      for (int k = 0; k < sources.get(i).size(); k++) {
        long hash = sources.get(i).hash(k);
        if ((hash & PARTS - 1) == part) {
          holders.computeIfAbsent(hash, any -> new ArrayList<>(1)).add(i);
        }
      }
    }
    return holders;
  }

  private static List<List<String>> clusters(List<Candidate> alike) {
    Map<String, Set<String>> byMember = new HashMap<>();
    for (Candidate pair : alike) {
      if (byMember.getOrDefault(pair.first.name(), Set.of()).contains(pair.second.name())) {
        continue;
      }
      Set<String> joined = new TreeSet<>(List.of(pair.first.name(), pair.second.name()));
      joined.addAll(byMember.getOrDefault(pair.first.name(), Set.of()));
      joined.addAll(byMember.getOrDefault(pair.second.name(), Set.of()));
      joined.forEach(name -> byMember.put(name, joined));
    }
    return byMember.values().stream()
        .distinct()
        .map(List::copyOf)
        .sorted(
            Comparator.comparingInt((List<String> it) -> -it.size())
                .thenComparing(it -> it.getFirst()))
        .toList();
  }

  private record Candidate(Fingerprints first, Fingerprints second, int shared) {
    int score() {
      return Math.max(ofFirst(), ofSecond());
    }

    int ofFirst() {
      return shared * 100 / Math.max(1, first.size());
    }

    int ofSecond() {
      return shared * 100 / Math.max(1, second.size());
    }

    Pair pair() {
      return new Pair(
          first.name(),
          second.name(),
          score(),
          ofFirst(),
          ofSecond(),
          new Passages(first, second).longest());
    }
  }
}
