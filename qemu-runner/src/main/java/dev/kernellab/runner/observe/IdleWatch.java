// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import dev.kernellab.runner.qmp.QmpCommand;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.JsonNode;

/// Notices a kernel that idles to no end. It executes next to nothing, so its idle time is charged
/// too, by the machine's own clock, which goes as fast as it can while the guest sleeps.
final class IdleWatch {
  private static final LocalDateTime POWER_ON = LocalDateTime.of(2000, 1, 1, 0, 0);

  private final Snapshotter snapshotter;
  private final long budgetSeconds;

  /// @param budget instructions, and idle nanoseconds
  IdleWatch(Snapshotter snapshotter, long budget) {
    this.snapshotter = snapshotter;
    this.budgetSeconds = budget / 1_000_000_000L;
  }

  /// Whether the machine has been on for longer than the budget lasts, and idles still.
  boolean isBudgetIdledAway(Look look) throws IOException {
    return look.isHalted() && POWER_ON.until(machineTime(), ChronoUnit.SECONDS) > budgetSeconds;
  }

  /// The date on the machine's clock; a guest may set it, which only makes its run longer.
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
