// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import dev.kernellab.protocol.RunMode;
import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.protocol.RunRequest;
import dev.kernellab.runner.qmp.QmpCommand;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Whether a graded kernel has used what it was given. Asked now and then while it runs, and
/// whenever it stands still, before anything else is made of that: so a host that looks seldom lets
/// a kernel run on for longer, but not get farther.
final class BudgetWatch {
  private static final LocalDateTime POWER_ON = LocalDateTime.of(2000, 1, 1, 0, 0);

  /// So many looks, 50 ms apart, at a sleeper that executes nothing and whose clock stands still:
  /// no timer is set, and nothing will wake it.
  private static final int LOOKS_AT_A_STILL_CLOCK = 20;

  private final RunRequest request;
  private final Snapshotter snapshotter;
  private final SerialLine serial;

  /// The machine's date when it was first seen asleep since it was last set going. Stopping it
  /// makes QEMU skip to its next timer, a day ahead if need be: that time is not the kernel's.
  private @Nullable LocalDateTime asleepSince;

  private @Nullable Moment lastSeen;
  private int looksAtLastSeen;

  BudgetWatch(RunRequest request, Snapshotter snapshotter, SerialLine serial) {
    this.request = request;
    this.snapshotter = snapshotter;
    this.serial = serial;
  }

  private record Moment(LocalDateTime date, long instructions) {}

  /// The machine has been set going.
  void resumed() {
    asleepSince = null;
    lastSeen = null;
  }

  /// What it has executed and printed.
  Optional<RunOutcome> exhausted(Look look) {
    if (serial.isExhausted()) {
      return Optional.of(serialOutput());
    }
    if (request.mode() == RunMode.INTERACTIVE) {
      return Optional.empty();
    }
    long budget = request.budgets().instructions();
    return look.instructions() > budget
        ? Optional.of(Endings.instructions(budget))
        : Optional.empty();
  }

  /// Idle time as well, which is charged because a kernel that idles executes next to nothing.
  Optional<RunOutcome> exhaustedOrAsleep(Look look) throws IOException {
    Optional<RunOutcome> awake = exhausted(look);
    if (awake.isPresent() || request.mode() == RunMode.INTERACTIVE || !look.isHalted()) {
      return awake;
    }
    long budget = request.budgets().instructions();
    return hasSlept(look, Duration.ofNanos(budget))
        ? Optional.of(Endings.idled(budget))
        : Optional.empty();
  }

  private boolean hasSlept(Look look, Duration longest) throws IOException {
    var now = new Moment(machineTime(), look.instructions());
    looksAtLastSeen = now.equals(lastSeen) ? looksAtLastSeen + 1 : 1;
    lastSeen = now;
    if (asleepSince == null) {
      asleepSince = now.date();
    }
    return looksAtLastSeen > LOOKS_AT_A_STILL_CLOCK
        || Duration.between(asleepSince, now.date()).compareTo(longest) > 0;
  }

  RunOutcome serialOutput() {
    return Endings.serialOutput(request.budgets().serialBytes());
  }

  /// The date on the machine's clock, which goes as fast as it can while the guest sleeps.
  private LocalDateTime machineTime() throws IOException {
    JsonNode date = snapshotter.ask(new QmpCommand.MachineTime());
    try {
      return LocalDateTime.of(
          1900 + date.path("tm_year").asInt(),
          1 + date.path("tm_mon").asInt(),
          date.path("tm_mday").asInt(),
          date.path("tm_hour").asInt(),
          date.path("tm_min").asInt(),
          date.path("tm_sec").asInt());
    } catch (DateTimeException e) {
      return POWER_ON; // the guest put nonsense into the clock
    }
  }
}
