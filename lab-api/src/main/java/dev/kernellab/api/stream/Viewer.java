// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.stream;

import dev.kernellab.api.evidence.EvidenceEvent;
import dev.kernellab.api.evidence.EvidenceLog;
import dev.kernellab.api.run.Run;
import dev.kernellab.api.storage.Signal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.dao.DataAccessException;

/// One reader of one run's evidence, at its own pace: it holds at most a page of what it has not
/// taken yet, the rest waits in the database. While that does not answer there is nothing new.
final class Viewer {
  private static final int PAGE = 16;

  private final Run run;
  private final EvidenceLog evidence;
  private final ReadingTurns turns;
  private final Duration heartbeat;
  private final Signal.Subscription subscription;

  /// Released whenever there may be more to read.
  private final Semaphore news = new Semaphore(0);

  private final Queue<EvidenceEvent> page = new ArrayDeque<>();
  private long last;
  private volatile boolean closed;

  /// @param after the number of the last event that need not be told again
  Viewer(Run run, long after, EvidenceLog evidence, ReadingTurns turns, Duration heartbeat) {
    this.run = run;
    this.last = after;
    this.evidence = evidence;
    this.turns = turns;
    this.heartbeat = heartbeat;
    // Before the first look into the log: nothing that comes in between is missed.
    this.subscription = evidence.listen(run.id(), news::release);
  }

  Run run() {
    return run;
  }

  boolean isClosed() {
    return closed;
  }

  /// Waits for the next event; empty when there was none for the length of a heartbeat, or when the
  /// viewer has been closed meanwhile. Looks at least once a heartbeat, told or not.
  Optional<EvidenceEvent> next() throws InterruptedException {
    if (page.isEmpty()) {
      boolean read = refill();
      if (page.isEmpty() && read && run.hasEnded()) {
        close(); // resumed after its last event
      }
    }
    if (page.isEmpty() && !closed) {
      news.tryAcquire(heartbeat.toMillis(), TimeUnit.MILLISECONDS);
      refill();
    }
    Optional<EvidenceEvent> next = closed ? Optional.empty() : Optional.ofNullable(page.poll());
    next.ifPresent(event -> last = event.seq());
    return next;
  }

  /// @return false when the database did not answer
  private boolean refill() throws InterruptedException {
    news.drainPermits(); // whatever they told of is about to be read
    try {
      page.addAll(turns.read(() -> evidence.after(run.id(), last, PAGE)));
      return true;
    } catch (DataAccessException e) {
      return false;
    }
  }

  /// From any thread; wakes whoever waits.
  void close() {
    closed = true;
    subscription.close();
    news.release();
  }
}
