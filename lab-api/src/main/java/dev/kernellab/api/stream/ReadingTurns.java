// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.stream;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/// A crowd that returns at once, as after another replica's death, reads a few at a time: who
/// submits or looks something up meanwhile finds a connection to the database.
@Component
class ReadingTurns {
  /// Fewer than the connections there are to read with: SQLite's four, PostgreSQL's eight.
  private static final int AT_A_TIME = 3;

  /// Then the database is what keeps everybody waiting, and is asked for its own answer.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Semaphore turns = new Semaphore(AT_A_TIME, true);

  <T> T read(Supplier<T> reading) throws InterruptedException {
    boolean granted = turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    try {
      return reading.get();
    } finally {
      if (granted) {
        turns.release();
      }
    }
  }
}
