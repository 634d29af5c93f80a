// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.similarity;

import dev.kernellab.grading.similarity.Fingerprints.Place;
import dev.kernellab.grading.similarity.Pair.Lines;
import dev.kernellab.grading.similarity.Pair.Match;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Joins the fingerprints that two submissions share to passages.
record Passages(Fingerprints first, Fingerprints second) {
  private static final int MOST = 20;

  /// Fingerprints farther apart than this do not belong together.
  private static final int FARTHEST = Fingerprints.GRAM + Fingerprints.WINDOW;

  private record Shared(Place here, Place there) {
    boolean continues(Shared before) {
      int on = here.token() - before.here.token();
      int onThere = there.token() - before.there.token();
      return here.file() == before.here.file()
          && there.file() == before.there.file()
          && on <= FARTHEST
          && onThere > 0
          && onThere <= FARTHEST;
    }
  }

  List<Match> longest() {
    var shared = new ArrayList<Shared>();
    for (int i = 0; i < first.size(); i++) {
      int there = second.indexOf(first.hash(i));
      if (there >= 0) {
        shared.add(new Shared(first.place(i), second.place(there)));
      }
    }
    shared.sort(Comparator.comparingInt(it -> it.here().token()));
    var matches = new ArrayList<Match>();
    Shared begin = null;
    Shared last = null;
    for (Shared next : shared) {
      if (begin == null || last == null || !next.continues(last)) {
        add(matches, begin, last);
        begin = next;
      }
      last = next;
    }
    add(matches, begin, last);
    matches.sort(Comparator.comparingInt((Match it) -> it.first().count()).reversed());
    return matches.subList(0, Math.min(MOST, matches.size()));
  }

  private void add(List<Match> matches, @Nullable Shared begin, @Nullable Shared last) {
    if (begin != null && last != null) {
      matches.add(
          new Match(
              lines(first, begin.here(), last.here()), lines(second, begin.there(), last.there())));
    }
  }

  private static Lines lines(Fingerprints of, Place begin, Place last) {
    return new Lines(of.path(begin.file()), begin.firstLine(), last.lastLine());
  }
}
