// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationsTest {
  private static final List<String> SCRIPT =
      List.of("mem", "alloc:{2-40}", "map:{0x40000000-0x4000F000}", "unmap:{=3}", "heap:9:{1-3}");

  @Test
  void theSameSeedGivesTheSameOperations() {
    var operations = new Operations("checkpoint_operation", SCRIPT);
    assertThat(operations.drawn(7)).isEqualTo(operations.drawn(7)).hasSize(5);
    var seen = new HashSet<List<String>>();
    for (long seed = 0; seed < 50; seed++) {
      seen.add(operations.drawn(seed));
    }
    assertThat(seen).hasSizeGreaterThan(40);
  }

  @Test
  void whatIsDrawnLiesBetweenTheBoundsAndAddressesAreThoseOfPages() {
    var operations = new Operations("checkpoint_operation", SCRIPT);
    var drawn = new HashSet<Integer>();
    for (long seed = 0; seed < 2_000; seed++) {
      List<String> all = operations.drawn(seed);
      drawn.add(Integer.valueOf(all.get(1).substring("alloc:".length())));
      long address = Long.parseLong(all.get(2).substring("map:".length()), 16);
      assertThat(address).isBetween(0x4000_0000L, 0x4000_F000L);
      assertThat(address % 4096).isZero();
      assertThat(all.get(3)).isEqualTo("un" + all.get(2));
    }
    assertThat(drawn).hasSize(39).contains(2, 40).allMatch(it -> it >= 2 && it <= 40);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alloc:{2-",
        "alloc {2-3}",
        "alloc:{9-2}",
        "alloc:1,free:1",
        "unmap:{=1}",
        "unmap:{=9}",
        ""
      })
  void whatIsNoOperationIsRefused(String operation) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Operations("checkpoint_operation", List.of("mem", operation)))
        .withMessageStartingWith("script: ");
  }
}
