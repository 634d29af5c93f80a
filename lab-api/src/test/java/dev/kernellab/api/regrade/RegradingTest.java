// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.regrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

class RegradingTest {
  private static final List<Integer> CLASS = IntStream.range(0, 100).boxed().toList();

  @Test
  void aClassIsGradedOnAllCoresAndToldInItsOrder() {
    assertThat(Regrading.onAllCores(CLASS, it -> 2 * it)).element(99).isEqualTo(198);
  }

  /// So that it is answered as everywhere else: the storage does not answer.
  @Test
  void aDatabaseOutOfReachIsToldAsSuch() {
    var gone = new DataAccessResourceFailureException("out of reach");
    assertThatThrownBy(
            () ->
                Regrading.onAllCores(
                    CLASS,
                    it -> {
                      if (it == 50) {
                        throw gone;
                      }
                      return it;
                    }))
        .isSameAs(gone);
  }
}
