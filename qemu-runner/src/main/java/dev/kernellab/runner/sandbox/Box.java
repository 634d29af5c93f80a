// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.sandbox;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// A running box. A guard watches its limits and kills everything in it when one is passed.
public final class Box implements AutoCloseable {
  /// How a box came to its end.
  public enum End {
    /// Its first process returned, or was killed by somebody inside.
    EXITED,
    WALL_CLOCK,
    MEMORY,
    PROCESSES,
    /// We closed it.
    CLOSED
  }

  private static final Duration WATCH_PERIOD = Duration.ofMillis(50);
  private static final Duration KILL_PERIOD = Duration.ofMillis(5);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /// Looks after which a program that makes no processes is asked for some all the same. Naming its
  /// threads in /proc is dear for it: each that ends then takes its entries there away, at the same
  /// time as the others (Linux 6.18, `proc_invalidate_siblings_dcache`).
  private static final int WATCHES_FOR_PROCESSES = 20;

  private final Process process;
  private final BoxLimits limits;
  private final boolean single;
  private final AtomicReference<End> end = new AtomicReference<>(End.EXITED);

  Box(Process process, BoxPlan plan) {
    this.process = process;
    this.limits = plan.limits();
    this.single = plan.isSingle();
    Thread.ofVirtual().name("box-guard-" + process.pid()).start(this::guard);
  }

  public OutputStream input() {
    return process.getOutputStream();
  }

  public InputStream output() {
    return process.getInputStream();
  }

  public InputStream errors() {
    return process.getErrorStream();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /// Completed when the box's first process has ended.
  public CompletableFuture<Process> onExit() {
    return process.onExit();
  }

  /// Waits until no process of the box is left.
  ///
  /// @return the status that its command returned; 128 plus a signal's number when that killed it
  public int awaitExit() throws InterruptedException {
    return process.waitFor();
  }

  public End end() {
    return end.get();
  }

  /// Kills everything in the box and waits until it is dead.
  @Override
  public void close() {
    kill(End.CLOSED);
  }

  /// The box's command is the init of its process namespace: when it dies, the kernel kills all
  /// others before its parent, bubblewrap, hears of it (pid_namespaces(7)). So when bubblewrap has
  /// ended, everything has. While the box is being made there may be no child yet; bubblewrap
  /// killed then could leave one behind that does not yet die with it.
  private void kill(End reason) {
    if (!process.isAlive()) {
      return;
    }
    end.compareAndSet(End.EXITED, reason);
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    boolean interrupted = false;
    while (process.isAlive() && System.nanoTime() < giveUp) {
      for (long pid : Descendants.childrenOf(process.toHandle())) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      }
      try {
        process.waitFor(KILL_PERIOD.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    process.destroyForcibly();
    process.onExit().join();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void guard() {
    long started = System.nanoTime();
    int watches = 0;
    try {
      while (!process.waitFor(WATCH_PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
        if (System.nanoTime() - started > limits.wall().toNanos()) {
          kill(End.WALL_CLOCK);
          return;
        }
        boolean all = !single || ++watches % WATCHES_FOR_PROCESSES == 0;
        BoxUsage usage = BoxUsage.of(process.toHandle(), all);
        if (usage.memoryBytes() > limits.memoryBytes()) {
          kill(End.MEMORY);
        } else if (usage.processes() > limits.processes()) {
          kill(End.PROCESSES);
        }
      }
    } catch (InterruptedException e) {
      kill(End.CLOSED);
      Thread.currentThread().interrupt();
    }
  }
}
