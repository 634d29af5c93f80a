// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner;

import java.util.BitSet;
import java.util.OptionalInt;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// The places for runs at the same time, numbered from 0, and the room that their guests' memory
/// may take. Who comes when there is none waits: a tmpfs that is full kills the machines that use
/// it.
final class Slots {
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition changed = lock.newCondition();
  private final BitSet taken = new BitSet();
  private final int capacity;
  private final long[] mebibytes;
  private long room;

  /// @param room for all guests' memory together, in MiB
  Slots(int capacity, long room) {
    this.capacity = capacity;
    this.room = room;
    this.mebibytes = new long[capacity];
  }

  /// Waits for a place and room in it, or until `givenUp` after a call of [#wakeUp].
  ///
  /// @param wanted MiB
  OptionalInt take(int wanted, BooleanSupplier givenUp) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!givenUp.getAsBoolean()) {
        int free = taken.nextClearBit(0);
        if (free < capacity && wanted <= room) {
          taken.set(free);
          mebibytes[free] = wanted;
          room -= wanted;
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
      room += mebibytes[slot];
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

  /// Whether there is so much room, in MiB, when nothing else runs.
  boolean canHold(int wanted) {
    lock.lock();
    try {
      return wanted <= room + taken.stream().mapToLong(slot -> mebibytes[slot]).sum();
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
