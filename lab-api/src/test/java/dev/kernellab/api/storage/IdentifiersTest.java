// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdentifiersTest {
  private static final Instant NOW = Instant.parse("2026-11-23T01:02:03.456Z");

  @Test
  void sortByTheTimeTheyWereMade() {
    assertThat(Identifiers.next(NOW)).isLessThan(Identifiers.next(NOW.plusMillis(1)));
    assertThat(Identifiers.next(NOW)).isLessThan(Identifiers.next(NOW.plusSeconds(1_000_000_000)));
  }

  @Test
  void areNeverTheSameEvenWithinAMillisecond() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      seen.add(Identifiers.next(NOW));
    }
    assertThat(seen).hasSize(10_000);
  }

  @Test
  void canStandInAnAddressAsTheyAre() {
    assertThat(Identifiers.next(NOW)).matches("[0-9a-hjkmnp-tv-z]{26}");
  }
}
