// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.runner;

import java.util.concurrent.ThreadLocalRandom;

/// How long to wait before asking again: longer each time, up to a second, and never exactly as
/// long as everybody else.
final class Pause {
  private static final long LONGEST = 1000;
  private long millis = 100;

  long nextMillis() {
    long pause = millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1);
    millis = Math.min(LONGEST, millis * 2);
    return pause;
  }
}
