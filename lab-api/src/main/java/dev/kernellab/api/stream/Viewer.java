// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.stream;

import dev.kernellab.api.evidence.EvidenceEvent;
import dev.kernellab.api.evidence.EvidenceLog;
import dev.kernellab.api.evidence.EvidenceSignal;
import dev.kernellab.api.run.Run;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// One reader of one run's evidence, at its own pace: it holds at most a page of what it has not
/// taken yet, the rest waits in the database.
final class Viewer {
  private static final int PAGE = 16;

  private final String run;
  private final EvidenceLog evidence;
  private final Duration heartbeat;
  private final boolean finished;
  private final EvidenceSignal.Subscription subscription;

  /// Released whenever there may be more to read.
  private final Semaphore news = new Semaphore(0);

  private final Queue<EvidenceEvent> page = new ArrayDeque<>();
  private long last;
  private volatile boolean closed;

  /// @param after the number of the last event that need not be told again
  Viewer(Run run, long after, EvidenceLog evidence, EvidenceSignal signal, Duration heartbeat) {
    this.run = run.id();
    this.finished = run.hasEnded();
    this.last = after;
    this.evidence = evidence;
    this.heartbeat = heartbeat;
    // Before the first look into the log: nothing that comes in between is missed.
    this.subscription = signal.listen(this.run, news::release);
  }

  String run() {
    return run;
  }

  boolean isClosed() {
    return closed;
  }

  /// Waits for the next event; empty when there was none for the length of a heartbeat, or when the
  /// viewer has been closed meanwhile.
  Optional<EvidenceEvent> next() throws InterruptedException {
    if (page.isEmpty()) {
      refill();
    }
    if (page.isEmpty() && finished) {
      close(); // resumed after its last event
    }
    if (page.isEmpty() && !closed && news.tryAcquire(heartbeat.toMillis(), TimeUnit.MILLISECONDS)) {
      refill();
    }
    Optional<EvidenceEvent> next = closed ? Optional.empty() : Optional.ofNullable(page.poll());
    next.ifPresent(event -> last = event.seq());
    return next;
  }

  private void refill() {
    news.drainPermits(); // whatever they told of is about to be read
    page.addAll(evidence.after(run, last, PAGE));
  }

  /// From any thread; wakes whoever waits.
  void close() {
    closed = true;
    subscription.close();
    news.release();
  }
}
