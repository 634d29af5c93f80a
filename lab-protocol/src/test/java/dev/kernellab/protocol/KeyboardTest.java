// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyboardTest {

  @Test
  void everyPrintableCharacterHasAChordOfItsOwn() {
    String printable =
        IntStream.rangeClosed(0x20, 0x7E)
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    assertThat(Keyboard.typing(printable)).hasSize(95).doesNotHaveDuplicates();
  }

  @Test
  void typesAsOnAUsKeyboard() {
    assertThat(Keyboard.typing("Ls (x)|\"~\n"))
        .containsExactly(
            Chord.of("shift", "l"),
            Chord.of("s"),
            Chord.of("spc"),
            Chord.of("shift", "9"),
            Chord.of("x"),
            Chord.of("shift", "0"),
            Chord.of("shift", "backslash"),
            Chord.of("shift", "apostrophe"),
            Chord.of("shift", "grave_accent"),
            Chord.of("ret"));
  }

  @Test
  void whatIsOnNoKeyIsRefused() {
    assertThatThrownBy(() -> Keyboard.typing("caf\u00e9")).hasMessageContaining("U+00E9");
    for (String key : List.of("power", "sleep", "wake", "quit", "a\"", "")) {
      assertThatThrownBy(() -> Chord.of(key)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> Chord.of("a", "b", "c", "d", "e")).hasMessageContaining("1 to 4");
  }
}
