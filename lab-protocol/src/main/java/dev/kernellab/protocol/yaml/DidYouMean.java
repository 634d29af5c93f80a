// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol.yaml;

import java.util.Collection;
import java.util.Comparator;

/// What somebody who misspelt a name may have meant.
public final class DidYouMean {
  private DidYouMean() {}

  /// A sentence to append: the nearest of the names there are, or all of them where none is near.
  public static String among(String given, Collection<String> known) {
    if (known.isEmpty()) {
      return "";
    }
    String nearest =
        known.stream()
            .min(
                Comparator.comparingInt((String it) -> distance(given, it)).thenComparing(it -> it))
            .orElseThrow();
    return distance(given, nearest) <= Math.max(2, given.length() / 3)
        ? ". Did you mean " + nearest + "?"
        : ". There is: " + String.join(", ", known.stream().sorted().limit(30).toList()) + ".";
  }

  /// Levenshtein's: characters to insert, delete or replace.
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replace = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replace, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }
}
