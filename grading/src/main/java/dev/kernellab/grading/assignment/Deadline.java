// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.assignment;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Until when work is to be handed in, and what it costs to be late.
///
/// @param late absent: what comes later counts nothing
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Deadline(Instant due, @Nullable Late late) {

  /// @param percentPerDay taken off for every day begun
  /// @param days after so many nothing counts
  public record Late(int percentPerDay, int days) {
    public Late {
      if (percentPerDay < 0 || percentPerDay > 100) {
        throw new IllegalArgumentException(
            "percentPerDay: expected 0 to 100, got " + percentPerDay);
      }
      if (days < 1 || days > 366) {
        throw new IllegalArgumentException("days: expected 1 to 366, got " + days);
      }
    }
  }

  public boolean hasPassed(Instant now) {
    return now.isAfter(due);
  }

  /// How much of its score work keeps, in percent. The due moment itself is in time.
  public int percentKept(Instant handedIn) {
    Duration over = Duration.between(due, handedIn);
    if (!over.isPositive()) {
      return 100;
    }
    long begun = over.minusNanos(1).toDays() + 1;
    return late == null || begun > late.days()
        ? 0
        : (int) Math.max(0, 100 - begun * late.percentPerDay());
  }
}
