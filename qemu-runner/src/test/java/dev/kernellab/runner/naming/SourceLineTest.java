// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.naming;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// As GNU addr2line 2.40 answers, and as it might when the debug information lies.
class SourceLineTest {
  @ParameterizedTest
  @CsvSource({
    "/tmp/kernel/./boot/entry.S:53, boot/entry.S, 53",
    "/tmp/kernel/main.c:7 (discriminator 3), main.c, 7",
    "/home/student/a b.c:12, /home/student/a b.c, 12",
  })
  void aFileAndItsLine(String answer, String file, int number) {
    assertThat(SourceLine.parse(answer)).isEqualTo(new SourceLine(file, number));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "??:0",
        "??:?",
        "main.c:?",
        "main.c:0",
        "",
        "main.c:99999999999",
        "\u001b[31m.c:1"
      })
  void nothing(String answer) {
    assertThat(SourceLine.parse(answer).isKnown()).isFalse();
  }

  @Test
  void aPathWithoutEndIsCutAtItsFront() {
    assertThat(SourceLine.parse("x/".repeat(1_000) + "main.c:1").file())
        .hasSize(256)
        .endsWith("/main.c");
  }
}
