// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.containers;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Waiting for what somebody else does.
public final class Await {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private Await() {}

  /// Something that may fail as long as it is not so yet.
  @FunctionalInterface
  public interface Condition {
    boolean holds() throws Exception;
  }

  /// @param what as in "waited for: the database answers"
  public static void until(String what, Condition condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    String trouble = "";
    while (System.nanoTime() < deadline) {
      try {
        if (condition.holds()) {
          return;
        }
        trouble = "";
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      } catch (Exception e) {
        trouble = ", last because of " + e;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    throw new AssertionError("waited " + PATIENCE + " for: " + what + trouble);
  }
}
