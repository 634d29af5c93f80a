// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import dev.kernellab.runner.qmp.QmpCommand;
import dev.kernellab.runner.socket.Deadline;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Notices a kernel that idles to no end. It executes next to nothing, so its idle time is charged
/// too, by the machine's own clock, which goes as fast as it can while the guest sleeps.
final class IdleWatch {
  private static final LocalDateTime POWER_ON = LocalDateTime.of(2000, 1, 1, 0, 0);

  /// How long nothing at all may happen before we say that nothing will. QEMU answers all the
  /// while, so this is not a slow host.
  private static final Duration STILL = Duration.ofSeconds(3);

  private final Snapshotter snapshotter;
  private final long budget;
  private long stillAt = -1;
  private @Nullable LocalDateTime stillTime;
  private Deadline stillUntil = Deadline.in(STILL);

  enum Finding {
    FINE,
    BUDGET_IDLED_AWAY,
    NEVER_WOKEN
  }

  /// @param budget instructions, and idle nanoseconds
  IdleWatch(Snapshotter snapshotter, long budget) {
    this.snapshotter = snapshotter;
    this.budget = budget;
  }

  Finding check(Look look) throws IOException {
    if (!look.isHalted()) {
      stillAt = -1;
      return Finding.FINE;
    }
    LocalDateTime time = machineTime();
    if (POWER_ON.until(time, ChronoUnit.SECONDS) > budget / 1_000_000_000L) {
      return Finding.BUDGET_IDLED_AWAY;
    }
    if (look.instructions() != stillAt || !time.equals(stillTime)) {
      stillAt = look.instructions();
      stillTime = time;
      stillUntil = Deadline.in(STILL);
    }
    return stillUntil.hasPassed() ? Finding.NEVER_WOKEN : Finding.FINE;
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
