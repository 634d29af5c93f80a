// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import dev.kernellab.protocol.Capture.Reason;
import dev.kernellab.protocol.Chord;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.RunMode;
import dev.kernellab.protocol.RunWish;
import dev.kernellab.runner.gdb.StopReply;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Carries out what whoever watches a run wishes. Of a graded run that is to be shown more; all
/// else would make such runs differ.
final class Controls {
  private final RunMode mode;
  private final Snapshotter snapshotter;
  private final Reporter reporter;
  private final Execution execution;
  private final LastMoments lastMoments;
  private final Keys keys;
  private final SerialLine serial;

  /// Instructions when the machine was last paused.
  private long stoodAt;

  Controls(
      RunMode mode,
      Snapshotter snapshotter,
      Reporter reporter,
      Execution execution,
      LastMoments lastMoments,
      Keys keys,
      SerialLine serial) {
    this.mode = mode;
    this.snapshotter = snapshotter;
    this.reporter = reporter;
    this.execution = execution;
    this.lastMoments = lastMoments;
    this.keys = keys;
    this.serial = serial;
  }

  /// @return how the machine was stopped for it, if it was
  Optional<StopReply> carryOut(RunWish wish) throws IOException {
    if (wish instanceof RunWish.Capture) {
      capture();
    } else if (mode == RunMode.INTERACTIVE) {
      return control(wish);
    }
    return Optional.empty();
  }

  /// The machine stands still, and is to go on when that is wished.
  ///
  /// @param at the checkpoint it stands at, if it does
  void stay(@Nullable LinearAddress at, Look look) {
    execution.stay(at);
    stoodAt = look.instructions();
    reporter.execution(true, stoodAt);
  }

  private void capture() throws IOException {
    if (execution.isPaused()) {
      reporter.stopped(Reason.REQUEST, snapshotter.lookStanding());
    } else {
      reporter.sample(Reason.REQUEST, snapshotter.look());
    }
  }

  private Optional<StopReply> control(RunWish wish) throws IOException {
    switch (wish) {
      case RunWish.Type(byte[] bytes) -> serial.type(bytes);
      case RunWish.Press(List<Chord> chords) -> keys.press(chords);
      case RunWish.Pause it -> {
        if (execution.pause()) {
          return Optional.of(lastMoments.stop());
        }
      }
      case RunWish.Step it -> proceed(true);
      case RunWish.Continue it -> proceed(false);
      case RunWish.Capture it -> {}
    }
    return Optional.empty();
  }

  private void proceed(boolean step) throws IOException {
    if (execution.proceed(step)) {
      reporter.execution(false, stoodAt);
    }
  }
}
