// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.crowd;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Somebody with the lab's page open: follows what its student submits, one run after the other,
/// and the demonstration as long as there is nothing. So it is connected all night.
final class Viewer {
  private final Follow follow;
  private final Demonstration demonstration;
  private final Queue<String> inbox = new ArrayDeque<>();
  private @Nullable Thread thread;
  private boolean idle;
  private boolean over;

  Viewer(Follow follow, Demonstration demonstration) {
    this.follow = follow;
    this.demonstration = demonstration;
  }

  synchronized void start() {
    thread = Thread.ofVirtual().name("viewer").start(this::watchUntilHome);
  }

  /// Its student has submitted something.
  synchronized void tell(String run) {
    inbox.add(run);
    wake();
  }

  /// Nothing more will come; what has come is followed to its end.
  synchronized void goHome() {
    over = true;
    wake();
  }

  private void wake() {
    if (idle && thread != null) {
      thread.interrupt();
    }
  }

  private void watchUntilHome() {
    try {
      watch();
    } catch (RuntimeException e) {
      follow.trouble("viewer: " + e.getMessage());
    }
  }

  private void watch() {
    for (String run = next(); run != null || !isOver(); run = next()) {
      try {
        follow.untilEnd(run == null ? demonstration.run() : run, event -> {});
      } catch (InterruptedException wokenOrCalledOff) {
        if (!isIdle()) {
          return;
        }
      }
    }
  }

  /// What to follow next; null for the demonstration, from which it may be called away.
  private synchronized @Nullable String next() {
    String run = inbox.poll();
    idle = run == null && !over;
    Thread.interrupted(); // was called while it was coming by itself
    return run;
  }

  private synchronized boolean isOver() {
    return over;
  }

  private synchronized boolean isIdle() {
    return idle;
  }

  /// @return false when it is still following something after `millis`
  boolean awaitHome(long millis) throws InterruptedException {
    Thread follower;
    synchronized (this) {
      follower = thread;
    }
    if (follower == null) {
      return true;
    }
    follower.join(millis);
    return !follower.isAlive();
  }

  synchronized void callOff() {
    if (thread != null) {
      idle = false;
      thread.interrupt();
    }
  }
}
