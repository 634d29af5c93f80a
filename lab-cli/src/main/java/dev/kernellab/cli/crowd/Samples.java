// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.crowd;

import java.util.Arrays;

/// Durations as they come, in seconds, from any thread.
public final class Samples {
  private double[] values = new double[64];
  private int count;

  public synchronized void add(double seconds) {
    if (count == values.length) {
      values = Arrays.copyOf(values, 2 * count);
    }
    values[count++] = seconds;
  }

  public void addNanos(long nanos) {
    add(Math.max(0, nanos) / 1e9);
  }

  public synchronized int count() {
    return count;
  }

  /// The smallest value that `share` of them do not exceed; not a number when there is none.
  public synchronized double percentile(double share) {
    if (count == 0) {
      return Double.NaN;
    }
    double[] sorted = Arrays.copyOf(values, count);
    Arrays.sort(sorted);
    return sorted[Math.max(0, (int) Math.ceil(share * count) - 1)];
  }

  public double median() {
    return percentile(0.5);
  }

  public double max() {
    return percentile(1);
  }
}
