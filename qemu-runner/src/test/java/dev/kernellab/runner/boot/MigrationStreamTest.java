// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MigrationStreamTest {
  private static final String DEBUG = "\0\0\0\006debug" + "\0".repeat(95);
  private static final String PAUSED = "\0\0\0\007paused" + "\0".repeat(94);

  @Test
  void onlyTheReasonIsAnother() {
    String stream = "QEVM debug globalstate" + DEBUG + "\u007e\u00ff";

    assertThat(MigrationStream.asIfPaused(bytes(stream)))
        .hasValueSatisfying(
            changed -> assertThat(changed).isEqualTo(bytes(stream.replace(DEBUG, PAUSED))));
  }

  @Test
  void aStreamThatTellsNoneIsLeftAlone() {
    assertThat(MigrationStream.asIfPaused(bytes("QEVM" + PAUSED))).isEmpty();
  }

  @Test
  void aStreamThatTellsTwoIsLeftAlone() {
    assertThat(MigrationStream.asIfPaused(bytes(DEBUG + DEBUG))).isEmpty();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
