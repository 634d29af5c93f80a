// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BuildOutputTest {
  private final StringBuilder shown = new StringBuilder();
  private final BuildOutput output = new BuildOutput(100, shown::append);

  @Test
  void passesOnAtOnceWhatIsShort() {
    write("cc -c a.c\n");

    assertThat(shown).hasToString("cc -c a.c\n");
  }

  @Test
  void keepsBeginningAndEndAndSaysHowMuchIsMissing() {
    write("a".repeat(100));
    write("b".repeat(1_000));
    write("c".repeat(100));
    output.finish();

    assertThat(shown)
        .hasToString("a".repeat(100) + "\n[... 1000 bytes left out ...]\n" + "c".repeat(100));
  }

  @Test
  void nothingIsMissingBetweenBeginningAndEndWhenBothHaveRoom() {
    write("a".repeat(100) + "b".repeat(100));
    output.finish();

    assertThat(shown).hasToString("a".repeat(100) + "b".repeat(100));
  }

  @Test
  void charactersMayBeCutBetweenPieces() {
    byte[] bytes = "größer".getBytes(StandardCharsets.UTF_8);
    for (byte one : bytes) {
      output.write(new byte[] {one}, 1);
    }
    output.finish();

    assertThat(shown).hasToString("größer");
  }

  @Test
  void whatIsNotTextBecomesReplacementCharacters() {
    output.write(new byte[] {'a', (byte) 0xFF, 'b', (byte) 0xC3}, 4);
    output.finish();

    assertThat(shown).hasToString("a\ufffdb\ufffd");
  }

  @Test
  void remembersLastWords() {
    write("x".repeat(5_000) + "No space left on device");
    output.finish();

    assertThat(output.mentions("No space left")).isTrue();
    assertThat(output.mentions("Killed")).isFalse();
  }

  private void write(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    output.write(bytes, bytes.length);
  }
}
