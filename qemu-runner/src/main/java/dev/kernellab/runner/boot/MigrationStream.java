// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.boot;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The state of a machine as QEMU writes it. It tells why the machine stood still, and one that
/// stood at a breakpoint is not taken back: such a stop is what only a running machine can come to.
final class MigrationStream {
  /// The section `globalstate`: the length of a word and the word, in a field of 100 bytes (QEMU,
  /// `migration/global_state.c`).
  private static final String AT_A_BREAKPOINT = "\0\0\0\006debug\0\0";

  private static final String PAUSED = "\0\0\0\007paused\0";

  private MigrationStream() {}

  /// @return empty when it does not tell that in just one place
  static Optional<byte[]> asIfPaused(byte[] stream) {
    String text = new String(stream, StandardCharsets.ISO_8859_1);
    int place = text.indexOf(AT_A_BREAKPOINT);
    if (place < 0 || text.indexOf(AT_A_BREAKPOINT, place + 1) >= 0) {
      return Optional.empty();
    }
    byte[] changed = stream.clone();
    byte[] word = PAUSED.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(word, 0, changed, place, word.length);
    return Optional.of(changed);
  }
}
