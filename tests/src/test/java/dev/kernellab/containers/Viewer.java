// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.containers;

import dev.kernellab.journeys.LabHttp;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Somebody who watches a run from its start to its end and, whenever the connection is lost, comes
/// back with the number of the last event, as browsers do.
public final class Viewer implements AutoCloseable {
  private static final long PAUSE = 20_000_000L;

  private final LabHttp http;
  private final String run;
  private final List<LabHttp.Event> seen = new ArrayList<>();
  private final List<Long> seenAt = new ArrayList<>();
  private final Thread thread;
  private int losses;

  private Viewer(URI server, String run) {
    this.http = new LabHttp(server);
    this.run = run;
    this.thread = Thread.ofVirtual().name("viewer-" + run).unstarted(this::watch);
  }

  public static Viewer of(URI server, String run) {
    var viewer = new Viewer(server, run);
    viewer.thread.start();
    return viewer;
  }

  private void watch() {
    while (!hasEnded() && !Thread.interrupted()) {
      try {
        http.follow(run, lastId(), this::see);
      } catch (IOException lost) {
        // as if it had ended: what matters is what was seen
      }
      if (!hasEnded()) {
        recordLoss();
        LockSupport.parkNanos(PAUSE);
      }
    }
  }

  private synchronized boolean see(LabHttp.Event event) {
    seen.add(event);
    seenAt.add(System.nanoTime());
    return event.name().equals("ended");
  }

  private synchronized void recordLoss() {
    losses++;
  }

  private synchronized long lastId() {
    return seen.isEmpty() ? 0 : seen.getLast().id();
  }

  /// How often a connection broke off, or could not be had.
  public synchronized int losses() {
    return losses;
  }

  /// `System.nanoTime()` when event `index` of those seen came, counted from 0.
  public synchronized long seenAt(int index) {
    return seenAt.get(index);
  }

  public synchronized List<LabHttp.Event> seen() {
    return List.copyOf(seen);
  }

  public synchronized boolean hasEnded() {
    return !seen.isEmpty() && seen.getLast().name().equals("ended");
  }

  @Override
  public synchronized String toString() {
    return "%d events seen, %d connections lost, %s at %s"
        .formatted(seen.size(), losses, thread.getState(), List.of(thread.getStackTrace()));
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
