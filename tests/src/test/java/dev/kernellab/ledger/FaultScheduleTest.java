// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.ledger.FaultSchedule.Strike;
import org.junit.jupiter.api.Test;

class FaultScheduleTest {
  private static final int SUBMISSIONS = 203;

  @Test
  void isTheSameForTheSameSeed() {
    assertThat(FaultSchedule.of(7, SUBMISSIONS)).isEqualTo(FaultSchedule.of(7, SUBMISSIONS));
    assertThat(FaultSchedule.of(7, SUBMISSIONS)).isNotEqualTo(FaultSchedule.of(8, SUBMISSIONS));
  }

  @Test
  void hasEveryFaultInOrderAndLeavesTheEndInPeace() {
    for (long seed = 0; seed < 1000; seed++) {
      FaultSchedule schedule = FaultSchedule.of(seed, SUBMISSIONS);
      assertThat(schedule.strikes())
          .extracting(Strike::after)
          .isSorted()
          .allSatisfy(after -> assertThat(after).isBetween(1, SUBMISSIONS * 4 / 5));
      assertThat(schedule.strikes()).extracting(Strike::fault).contains(Fault.values());
    }
  }
}
