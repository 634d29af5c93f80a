// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.runner.gdb.GdbClient;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/// When and where a graded machine is to be stopped between two checkpoints, so that a kernel that
/// is right only while it calls one is seen as it is: at moments of the host's time, and at places
/// of the kernel's code, drawn by chance and told to nobody. Places once the clock has failed: from
/// one checkpoint to the next it often takes a kernel less time than a busy host to stop it.
final class UnannouncedLooks {
  /// So that a run does not get much dearer.
  private static final int MOST = 3;

  /// Checkpoints to let pass before the next look: one at least.
  private static final int MOST_PASSED = 3;

  /// At many a kernel is met soon, but runs slowly until then: code beside a breakpoint is executed
  /// instruction by instruction.
  private static final int MOST_PLACES = 16;

  /// Instructions within which a kernel is still as it was at its checkpoint, and how often the lab
  /// bears being too early: it must get on with a kernel that stays there.
  private static final int STILL_THERE = 16;

  private static final int MOST_EARLY = 16;

  private static final long MILLISECOND = 1_000_000;
  private static final long SOONEST = MILLISECOND / 5;
  private static final long SOON = 4 * MILLISECOND / 5;
  private static final long LATEST = 500 * MILLISECOND;

  private final SplittableRandom random = new SplittableRandom(new SecureRandom().nextLong());
  private final GdbClient debugger;
  private final List<LinearAddress> places;
  private Set<LinearAddress> waitedAt = Set.of();
  private int left;
  private int toPass = toPass();
  private int early;
  private boolean started;

  /// How often in a row a checkpoint came before the moment did.
  private int outrun;

  private long seenAt;
  private boolean drawn;
  private long moment;

  /// @param places none of them a checkpoint
  /// @param graded other machines are not looked at like this
  UnannouncedLooks(GdbClient debugger, List<LinearAddress> places, boolean graded) {
    this.debugger = debugger;
    this.places = places;
    this.left = graded ? MOST : 0;
  }

  /// The kernel is at a checkpoint.
  void checkpoint(Look look) {
    started = true;
    seenAt = look.instructions();
    outrun = toPass <= 0 ? outrun + 1 : 0;
    toPass--;
  }

  /// The machine is about to be set going.
  ///
  /// @param step for one instruction
  void leave(boolean step) throws IOException {
    drawn = started && left > 0 && !step;
    if (!drawn) {
      return;
    }
    if (outrun > 0 && !places.isEmpty()) {
      debugger.removeBreakpoints(waitedAt);
      waitAt(Math.min(2 * outrun, MOST_PLACES));
    }
    long after = toPass <= 0 ? between(SOONEST, SOON) : between(MILLISECOND, LATEST);
    moment = System.nanoTime() + after;
  }

  private void waitAt(int count) throws IOException {
    waitedAt =
        random.ints(count, 0, places.size()).mapToObj(places::get).collect(Collectors.toSet());
    debugger.insertBreakpoints(waitedAt);
  }

  /// Waits for a moment that is less than a millisecond away.
  ///
  /// @return milliseconds to wait at most for the next; none when it has come
  long awaitSoon(long otherwise) {
    if (!drawn) {
      return otherwise;
    }
    long nanos = moment - System.nanoTime();
    if (nanos < MILLISECOND) {
      LockSupport.parkNanos(nanos);
      return 0;
    }
    return Math.min(nanos / MILLISECOND, otherwise);
  }

  /// Whether it is time to stop the machine.
  boolean isDue() {
    return drawn && moment - System.nanoTime() <= 0;
  }

  /// Whether the machine, stopped at a breakpoint, was waited for there.
  boolean isMetAt(LinearAddress at) {
    return waitedAt.contains(at);
  }

  /// Whether the machine, which has been stopped, is to be looked at.
  ///
  /// @param atCheckpoint about to execute its first instruction
  boolean take(Look look, boolean atCheckpoint) throws IOException {
    boolean isEarly = atCheckpoint || look.instructions() - seenAt < STILL_THERE;
    if (isEarly && !isMetAt(look.cpu().instructionPointer()) && early++ < MOST_EARLY) {
      return false;
    }
    debugger.removeBreakpoints(waitedAt);
    waitedAt = Set.of();
    outrun = 0;
    left--;
    toPass = toPass();
    return true;
  }

  private int toPass() {
    return 1 + random.nextInt(MOST_PASSED);
  }

  /// Every order of magnitude is as likely.
  private long between(long least, long most) {
    return (long) (least * Math.pow((double) most / least, random.nextDouble()));
  }
}
