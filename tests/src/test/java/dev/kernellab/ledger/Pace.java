// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.ledger;

/// Keeps those who hand in a little ahead of the faults, so that every fault strikes while there is
/// work, and none comes when all of it is done.
final class Pace {
  private static final int AHEAD = 12;

  private int allowed;
  private int begun;
  private int accepted;

  /// The next fault strikes after so many.
  synchronized void nextAfter(int submissions) {
    allowed = Math.max(allowed, submissions + AHEAD);
    notifyAll();
  }

  synchronized void allowOneMore() {
    allowed++;
    notifyAll();
  }

  synchronized void awaitTurn() throws InterruptedException {
    while (begun >= allowed) {
      wait();
    }
    begun++;
  }

  synchronized void countAccepted() {
    accepted++;
    notifyAll();
  }

  synchronized void awaitAccepted(int submissions) throws InterruptedException {
    while (accepted < submissions) {
      wait();
    }
  }
}
