// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.night;

import java.time.Duration;

/// The night's own time, which begins at 0.
final class Clock {
  private final long began = System.nanoTime();

  Duration now() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  double seconds() {
    return seconds(System.nanoTime());
  }

  /// @param nanoTime by [System#nanoTime]
  double seconds(long nanoTime) {
    return (nanoTime - began) / 1e9;
  }

  /// Nanoseconds since `planned`.
  long since(Duration planned) {
    return System.nanoTime() - began - planned.toNanos();
  }

  void sleepUntil(Duration time) throws InterruptedException {
    Duration left = time.minus(now());
    if (left.isPositive()) {
      Thread.sleep(left);
    }
  }
}
