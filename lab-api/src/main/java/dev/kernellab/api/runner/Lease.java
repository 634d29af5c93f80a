// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.runner;

import dev.kernellab.protocol.Budgets;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A runner's open answer, watched: while it says something at least every few seconds the run is
/// alive, and it does not go on for ever. Closing it ends the run.
final class Lease implements AutoCloseable {
  private static final Duration MARGIN = Duration.ofSeconds(60);
  private static final long NOT_READING = Long.MIN_VALUE;

  private final URI runner;
  private final InputStream body;
  private final EventLines lines;
  private final EventCheck check;
  private final Duration silence;
  private final Future<?> watch;
  private volatile long readingSince = NOT_READING;
  private volatile long deadline;
  private volatile @Nullable String brokenOff;

  /// @param silence after this long without a word the runner counts as dead
  Lease(
      RunnerFleet.Started started,
      RunRequest request,
      Duration silence,
      ScheduledExecutorService clock) {
    this.runner = started.runner();
    this.body = started.events();
    this.lines = new EventLines(new TimedReads(body));
    this.check = new EventCheck(request);
    this.silence = silence;
    this.deadline = System.nanoTime() + longest(request.budgets()).toNanos();
    long period = Math.max(10, silence.toMillis() / 8);
    this.watch = clock.scheduleWithFixedDelay(this::look, period, period, TimeUnit.MILLISECONDS);
  }

  /// A runner ends a run within its budgets by itself.
  private static Duration longest(Budgets budgets) {
    return MARGIN.plusSeconds(budgets.buildSeconds()).plusSeconds(budgets.wallSeconds());
  }

  URI runner() {
    return runner;
  }

  /// Waits for what the runner says next.
  ///
  /// @throws RunBrokenException when there is nothing more to be had from it
  RunEvent next() throws RunBrokenException {
    try {
      return check.check(lines.next());
    } catch (IOException e) {
      throw new RunBrokenException(reason("the connection broke, " + e.getMessage()));
    } catch (RunBrokenException e) {
      throw new RunBrokenException(reason(String.valueOf(e.getMessage())));
    }
  }

  /// A stream that was broken off here fails like any other: why, only we know.
  private String reason(String otherwise) {
    String ours = brokenOff;
    return ours == null ? otherwise : ours;
  }

  /// The end has been asked for; it must come soon.
  void expectEndWithin(Duration time) {
    deadline = Math.min(deadline, System.nanoTime() + time.toNanos());
  }

  private void look() {
    long now = System.nanoTime();
    long since = readingSince;
    if (since != NOT_READING && now - since > silence.toNanos()) {
      breakOff("it said nothing for " + silence.toMillis() + " ms");
    } else if (now - deadline > 0) {
      breakOff("it did not end when it should have");
    }
  }

  private void breakOff(String reason) {
    brokenOff = reason;
    close();
  }

  @Override
  public void close() {
    watch.cancel(false);
    try {
      body.close();
    } catch (IOException e) {
      // it is not needed any more, broken or whole
    }
  }

  /// Reads that wait can be told from a reader that is busy elsewhere.
  private final class TimedReads extends FilterInputStream {
    TimedReads(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      readingSince = System.nanoTime();
      try {
        return super.read(bytes, offset, length);
      } finally {
        readingSince = NOT_READING;
      }
    }
  }
}
