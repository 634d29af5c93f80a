// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwaitedTextTest {
  /// Pieces are divided by `|`.
  @ParameterizedTest
  @CsvSource({
    "frames: ready, true",
    "frames: re|ady, true",
    "f|r|a|m|e|s|: |r|e|a|d|y|!, true",
    "frames: frames: re|ady, true",
    "frames: ready|frames: counting, true",
    "frames: counting, false",
    "frames: |r|e|d|y, false",
  })
  void isFoundHoweverItComes(String pieces, boolean there) {
    var awaited = new AwaitedText("frames: ready");
    for (String piece : pieces.split("\\|")) {
      byte[] bytes = (piece + "left over").getBytes(StandardCharsets.ISO_8859_1);
      awaited.look(bytes, piece.length());
    }
    assertThat(awaited.isThere()).isEqualTo(there);
  }
}
