// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.protocol.LinearAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallSitesTest {
  /// `nop; call c; call b`, then a call out of the section; `b: call c; ret`, `c: ret`.
  private static final byte[] CODE =
      HexFormat.of().parseHex("90e810000000e805000000e8000100" + "00e800000000c3c3");

  private static final LinearAddress A = new LinearAddress(0x10_0000);
  private static final LinearAddress B = new LinearAddress(0x10_0010);
  private static final LinearAddress C = new LinearAddress(0x10_0016);

  @Test
  void areFoundWhereTheSectionHasAFunction() {
    assertThat(sites(Set.of())).containsExactly(at(1), at(6), at(0x10));
  }

  @Test
  void ofCheckpointsAreLeftOut() {
    assertThat(sites(Set.of(C))).as("calls of it").containsExactly(at(6), at(0x10));
    assertThat(sites(Set.of(B))).as("where it begins").containsExactly(at(1));
  }

  private static List<LinearAddress> sites(Set<LinearAddress> except) {
    var data = new LinearAddress(0x20_0000);
    return CallSites.of(Map.of("b", B, "a", A, "data", data), CallSitesTest::code, except);
  }

  private static LinearAddress at(int offset) {
    return new LinearAddress(A.value() + offset);
  }

  private static byte[] code(LinearAddress from, int most) {
    long offset = from.value() - A.value();
    return offset < CODE.length
        ? Arrays.copyOfRange(CODE, (int) offset, (int) Math.min(offset + most, CODE.length))
        : new byte[0];
  }
}
