// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.similarity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What winnowing keeps of one submission: of every [#WINDOW] neighbouring hashes of [#GRAM] tokens
/// each, the smallest. Two submissions with `GRAM + WINDOW - 1` tokens in a row in common have at
/// least one fingerprint in common. The texts themselves are not kept.
final class Fingerprints {
  static final int GRAM = 20;
  static final int WINDOW = 8;

  /// Of one submission; some three times the reference kernel.
  static final int MOST_TOKENS = 40_000;

  private final String name;
  private final List<String> paths;

  /// Sorted, each once; `places[i]` is where `hashes[i]` is met first, packed: sixteen bytes a
  /// fingerprint, since a class has a million of them.
  private final long[] hashes;

  private final long[] places;

  /// @param file its number in the source
  /// @param token the number of its first token, counted through all files
  record Place(int file, int token, int firstLine, int lastLine) {
    private static final int LINE = (1 << 19) - 1;
    private static final int LINES = (1 << 12) - 1;

    static Place unpack(long packed) {
      int line = (int) (packed >>> 12) & LINE;
      return new Place(
          (int) (packed >>> 48),
          (int) (packed >>> 31) & 0x1FFFF,
          line,
          line + (int) (packed & LINES));
    }

    /// File 15 bits, token 17, line 19, and 12 for how many lines it goes on; what is more is cut.
    long pack() {
      return (long) file << 48
          | (long) token << 31
          | (long) Math.min(LINE, firstLine) << 12
          | Math.min(LINES, lastLine - firstLine);
    }
  }

  private record Kept(long hash, Place place) {}

  private Fingerprints(String name, List<String> paths, List<Kept> kept) {
    this.name = name;
    this.paths = paths;
    List<Kept> sorted =
        kept.stream()
            .sorted(Comparator.comparingLong(Kept::hash).thenComparing(it -> it.place().token()))
            .toList();
    this.hashes = sorted.stream().mapToLong(Kept::hash).distinct().toArray();
    this.places = new long[hashes.length];
    int next = 0;
    for (Kept it : sorted) {
      if (next < hashes.length && it.hash() == hashes[next]) {
        places[next++] = it.place().pack();
      }
    }
  }

  /// Every hash of the starter code, not only those that winnowing would keep.
  static Set<Long> all(Source starter) {
    var hashes = new HashSet<Long>();
    for (Source.File file : starter.files()) {
      for (long hash : grams(CTokens.of(file.text(), MOST_TOKENS))) {
        hashes.add(hash);
      }
    }
    return hashes;
  }

  /// @param without hashes that count for nothing
  static Fingerprints of(Source source, Set<Long> without) {
    var kept = new ArrayList<Kept>();
    int before = 0;
    for (int i = 0; i < source.files().size(); i++) {
      CTokens tokens = CTokens.of(source.files().get(i).text(), MOST_TOKENS - before);
      winnow(tokens, i, before, without, kept);
      before += tokens.size();
    }
    return new Fingerprints(
        source.name(), source.files().stream().map(Source.File::path).toList(), kept);
  }

  String name() {
    return name;
  }

  String path(int file) {
    return paths.get(file);
  }

  int size() {
    return hashes.length;
  }

  long hash(int index) {
    return hashes[index];
  }

  Place place(int index) {
    return Place.unpack(places[index]);
  }

  /// Where a hash is kept; negative when it is not.
  int indexOf(long hash) {
    return Arrays.binarySearch(hashes, hash);
  }

  private static void winnow(
      CTokens tokens, int file, int before, Set<Long> without, List<Kept> kept) {
    long[] grams = grams(tokens);
    boolean[] counts = new boolean[grams.length];
    for (int i = 0; i < grams.length; i++) {
      counts[i] = !without.contains(grams[i]);
    }
    int last = -1;
    int windows = Math.min(grams.length, Math.max(1, grams.length - WINDOW + 1));
    for (int start = 0; start < windows; start++) {
      int smallest = smallest(grams, counts, start);
      if (smallest >= 0 && smallest != last) {
        last = smallest;
        int lastToken = smallest + GRAM - 1;
        var place =
            new Place(file, before + smallest, tokens.line(smallest), tokens.line(lastToken));
        kept.add(new Kept(grams[smallest], place));
      }
    }
  }

  /// The rightmost smallest hash of a window, -1 when none of it counts.
  private static int smallest(long[] grams, boolean[] counts, int start) {
    int smallest = -1;
    for (int i = start; i < Math.min(grams.length, start + WINDOW); i++) {
      if (counts[i] && (smallest < 0 || grams[i] <= grams[smallest])) {
        smallest = i;
      }
    }
    return smallest;
  }

  private static long[] grams(CTokens tokens) {
    long[] grams = new long[Math.max(0, tokens.size() - GRAM + 1)];
    for (int i = 0; i < grams.length; i++) {
      long hash = 0;
      for (int token = i; token < i + GRAM; token++) {
        hash = (hash ^ tokens.kind(token)) * 0x9E37_79B9_7F4A_7C15L;
        hash ^= hash >>> 29;
      }
      grams[i] = hash;
    }
    return grams;
  }
}
