// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner;

import java.util.BitSet;
import java.util.OptionalInt;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// The places for runs at the same time, numbered from 0. Who comes when all are taken waits.
final class Slots {
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition changed = lock.newCondition();
  private final BitSet taken = new BitSet();
  private final int capacity;

  Slots(int capacity) {
    this.capacity = capacity;
  }

  /// Waits for a place, or until `givenUp` after a call of [#wakeUp].
  OptionalInt take(BooleanSupplier givenUp) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!givenUp.getAsBoolean()) {
        int free = taken.nextClearBit(0);
        if (free < capacity) {
          taken.set(free);
          return OptionalInt.of(free);
        }
        changed.await();
      }
      return OptionalInt.empty();
    } finally {
      lock.unlock();
    }
  }

  void giveBack(int slot) {
    lock.lock();
    try {
      taken.clear(slot);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Has everyone who waits ask again whether they still want to.
  void wakeUp() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  int inUse() {
    lock.lock();
    try {
      return taken.cardinality();
    } finally {
      lock.unlock();
    }
  }
}
