// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import java.time.Duration;

/// When to look after a running guest next: soon after it was set going, since most things that end
/// a run come early, then less and less often.
final class Pulse {
  private static final long FIRST = Duration.ofMillis(4).toNanos();
  private static final long SLOWEST = Duration.ofMillis(50).toNanos();

  private long interval = FIRST;
  private long next = System.nanoTime() + FIRST;

  void restart() {
    interval = FIRST;
    next = System.nanoTime() + interval;
  }

  /// Milliseconds to wait, at least one.
  long untilNextMillis() {
    return Math.max(1, (next - System.nanoTime()) / 1_000_000);
  }

  /// Whether it is time; if so, the next one is farther away.
  boolean isDue() {
    if (System.nanoTime() < next) {
      return false;
    }
    interval = Math.min(SLOWEST, interval * 2);
    next = System.nanoTime() + interval;
    return true;
  }
}
