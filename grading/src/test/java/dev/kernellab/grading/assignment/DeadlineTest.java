// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadlineTest {
  private static final Instant DUE = Instant.parse("2027-01-31T22:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "2027-01-31T21:59:59Z, 100",
    "2027-01-31T22:00:00Z, 100",
    "2027-01-31T22:00:00.001Z, 80",
    "2027-02-01T22:00:00Z, 80",
    "2027-02-01T22:00:01Z, 60",
    "2027-02-03T22:00:00Z, 40",
    "2027-02-03T22:00:01Z, 0"
  })
  void everyDayBegunCosts(Instant handedIn, int kept) {
    assertThat(new Deadline(DUE, new Deadline.Late(20, 3)).percentKept(handedIn)).isEqualTo(kept);
  }

  @Test
  void withoutALatePolicyLateWorkCountsNothing() {
    assertThat(new Deadline(DUE, null).percentKept(DUE)).isEqualTo(100);
    assertThat(new Deadline(DUE, null).percentKept(DUE.plusMillis(1))).isZero();
  }

  @Test
  void lateWorkNeverCountsLessThanNothing() {
    assertThat(new Deadline(DUE, new Deadline.Late(60, 9)).percentKept(DUE.plusSeconds(200_000)))
        .isZero();
  }
}
