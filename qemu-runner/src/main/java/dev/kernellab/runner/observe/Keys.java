// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import dev.kernellab.protocol.Chord;
import dev.kernellab.runner.qmp.QmpClient;
import dev.kernellab.runner.qmp.QmpCommand;
import dev.kernellab.runner.qmp.QmpRefusedException;
import dev.kernellab.runner.socket.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;

/// The machine's keyboard: presses one chord after the other, and not faster than it can pass on.
final class Keys {
  /// How long keys are held down, and how long until the next go down.
  private static final Duration HELD = Duration.ofMillis(10);

  /// Chords waiting; more are lost, as with a keyboard that is full.
  private static final int MOST = 4_096;

  private final QmpClient monitor;
  private final ArrayDeque<Chord> waiting = new ArrayDeque<>();
  private List<String> held = List.of();
  private Deadline next = Deadline.in(Duration.ZERO);

  Keys(QmpClient monitor) {
    this.monitor = monitor;
  }

  void press(List<Chord> chords) {
    chords.stream().limit(MOST - waiting.size()).forEach(waiting::add);
  }

  /// Lets keys come up or go down if it is time for it. A machine that stands still takes none.
  void send() throws IOException {
    if (isIdle() || !next.hasPassed()) {
      return;
    }
    next = Deadline.in(HELD);
    if (!held.isEmpty()) {
      if (sent(held.reversed(), false)) {
        held = List.of();
      }
    } else if (sent(waiting.element().keys(), true)) {
      held = waiting.remove().keys();
    }
  }

  /// Whether the machine took them: not when it has just come to stand still, at a checkpoint.
  private boolean sent(List<String> keys, boolean down) throws IOException {
    try {
      monitor.call(new QmpCommand.SendKeys(keys, down));
      return true;
    } catch (QmpRefusedException e) {
      return false;
    }
  }

  /// Milliseconds until the next look at the machine or the next [#send], at least one.
  long untilNextMillis(Pulse pulse, Execution execution) {
    long pulsed = pulse.untilNextMillis();
    return isIdle() || execution.isPaused()
        ? pulsed
        : Math.clamp(next.remainingMillis(), 1, pulsed);
  }

  private boolean isIdle() {
    return waiting.isEmpty() && held.isEmpty();
  }
}
