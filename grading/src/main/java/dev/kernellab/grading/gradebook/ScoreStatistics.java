// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.gradebook;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the class did. Without figures when nothing has been graded.
///
/// @param graded how many labels have a score
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScoreStatistics(
    int graded,
    @Nullable Double mean,
    @Nullable Double median,
    @Nullable Integer lowest,
    @Nullable Integer highest) {

  static ScoreStatistics of(List<Attempt> counted) {
    int[] scores =
        counted.stream()
            .filter(it -> it.verdict() != null)
            .mapToInt(Attempt::score)
            .sorted()
            .toArray();
    int n = scores.length;
    if (n == 0) {
      return new ScoreStatistics(0, null, null, null, null);
    }
    double mean = (double) java.util.Arrays.stream(scores).asLongStream().sum() / n;
    double median = (scores[(n - 1) / 2] + scores[n / 2]) / 2.0;
    return new ScoreStatistics(n, mean, median, scores[0], scores[n - 1]);
  }
}
