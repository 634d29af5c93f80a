// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import dev.kernellab.protocol.RunMode;
import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.protocol.RunRequest;
import dev.kernellab.runner.qmp.QmpCommand;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Whether a graded kernel has used what it was given. Asked now and then while it runs, and
/// whenever it stands still, before anything else is made of that: so a host that looks seldom lets
/// a kernel run on for longer, but not get farther.
final class BudgetWatch {
  private static final LocalDateTime POWER_ON = LocalDateTime.of(2000, 1, 1, 0, 0);

  /// A machine's clock that is farther ahead was set by its guest.
  private static final long DAY_SECONDS = 86_400;

  private final RunRequest request;
  private final Snapshotter snapshotter;
  private final SerialLine serial;

  BudgetWatch(RunRequest request, Snapshotter snapshotter, SerialLine serial) {
    this.request = request;
    this.snapshotter = snapshotter;
    this.serial = serial;
  }

  /// Idle time is charged too: a kernel that idles executes next to nothing.
  Optional<RunOutcome> exhausted(Look look) throws IOException {
    Optional<RunOutcome> busy = exhaustedAwake(look);
    if (busy.isPresent() || request.mode() == RunMode.INTERACTIVE) {
      return busy;
    }
    long budget = request.budgets().instructions();
    long budgetSeconds = budget / 1_000_000_000L;
    long seconds = POWER_ON.until(machineTime(), ChronoUnit.SECONDS);
    return seconds > budgetSeconds && seconds <= budgetSeconds + DAY_SECONDS
        ? Optional.of(Endings.idled(budget))
        : Optional.empty();
  }

  /// Without idle time: in a processor that has halted for good it goes on, as far as we let it.
  Optional<RunOutcome> exhaustedAwake(Look look) {
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
