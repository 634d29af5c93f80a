// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.runner.gdb.GdbClient;
import dev.kernellab.runner.gdb.StopReply;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Whether the machine runs, and what is to be done before it can. Each time it is let go, exactly
/// one stop reply comes back.
final class Execution {
  /// A viewer cannot fill the evidence with pauses.
  private static final int MOST_PAUSES = 1_000;

  private final GdbClient debugger;
  private final BudgetWatch budget;
  private final Pulse pulse;
  private final UnannouncedLooks looks;

  /// Stands still until somebody lets it go on.
  private boolean paused;

  /// Is to stand still at the next stop, whatever it is for.
  private boolean pauseWanted;

  /// Is to stand still at the next checkpoint.
  private boolean stepWanted;

  private int pauses;

  /// The checkpoint whose instruction is still to be executed.
  private @Nullable LinearAddress standingAt;

  /// A checkpoint's one instruction is being executed.
  private boolean steppingOver;

  Execution(GdbClient debugger, BudgetWatch budget, Pulse pulse, UnannouncedLooks looks) {
    this.debugger = debugger;
    this.budget = budget;
    this.pulse = pulse;
    this.looks = looks;
  }

  boolean isPaused() {
    return paused;
  }

  /// @return whether the caller is to stop the machine now
  boolean pause() {
    if (paused || pauses == MOST_PAUSES) {
      return false;
    }
    pauseWanted = true;
    return !steppingOver; // otherwise the step's end is near
  }

  /// The machine is about to stop once more, by itself, after one instruction.
  boolean isSteppingOver() {
    return steppingOver;
  }

  /// The machine stands still where it is to stay.
  ///
  /// @param at the checkpoint that it has just been told to be at, if it is one
  void stay(@Nullable LinearAddress at) {
    standingAt = at;
    paused = true;
    pauses++;
    pauseWanted = false;
    stepWanted = false;
  }

  /// Lets a machine go on that was paused.
  ///
  /// @param step to the next checkpoint only
  /// @return whether it had been paused
  boolean proceed(boolean step) throws IOException {
    boolean was = paused;
    stepWanted = step && pauses < MOST_PAUSES;
    if (paused) {
      paused = false;
      leave(standingAt);
      standingAt = null;
    }
    return was;
  }

  /// Whether a stop reply is that of a step over a checkpoint's breakpoint. QEMU tells the monitor
  /// of the machine's end before it answers the debugger, so by then that has come too.
  boolean endStep() {
    boolean stepped = steppingOver;
    steppingOver = false;
    return stepped;
  }

  boolean isToStay(boolean atCheckpoint) {
    return pauseWanted || atCheckpoint && stepWanted;
  }

  /// Lets the machine run.
  ///
  /// @param at the checkpoint it stands at, if it does
  void leave(@Nullable LinearAddress at) throws IOException {
    looks.leave(at != null);
    if (at == null) {
      debugger.resume();
      budget.resumed();
    } else {
      debugger.step();
      steppingOver = true;
    }
    pulse.restart();
  }

  /// For a machine that stopped although nobody wanted it to stay.
  static void requireExpected(StopReply stop) throws IOException {
    if (!stop.isTrap()) {
      throw new IOException("gdb stub: stopped by signal " + stop.signal() + ", unasked");
    }
  }
}
