// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// A kernel's output must not drive the terminal of whoever watches it.
class PrintableTest {
  @Test
  void ordinaryTextLineEndsAndTabsPass() {
    assertThat(Printable.of("frames:\t31,712 free\r\nready ✔\n"))
        .isEqualTo("frames:\t31,712 free\nready ✔\n");
  }

  @Test
  void escapeSequencesLoseTheirEscape() {
    assertThat(Printable.of("\u001b]0;owned\u0007\u001b[2J")).isEqualTo("·]0;owned··[2J");
  }

  @Test
  void textThatReversesItsDirectionIsMadeVisible() {
    assertThat(Printable.of("kernel\u202Efle.sys")).isEqualTo("kernel·fle.sys");
  }

  @Test
  void nulAndC1ControlsAreMadeVisible() {
    assertThat(Printable.of("\u0000\u009b31m")).isEqualTo("··31m");
  }
}
