// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.socket;

import java.time.Duration;

/// A moment of the monotonic clock, after which nobody waits any more.
///
/// @param nanoTime as [System#nanoTime] counts
public record Deadline(long nanoTime) {
  public static Deadline in(Duration duration) {
    return new Deadline(System.nanoTime() + duration.toNanos());
  }

  public boolean hasPassed() {
    return System.nanoTime() - nanoTime >= 0;
  }

  /// Milliseconds left, rounded up: 0 only when it has passed.
  public long remainingMillis() {
    long nanos = nanoTime - System.nanoTime();
    return nanos <= 0 ? 0 : (nanos + 999_999) / 1_000_000;
  }
}
