// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.build;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Passes on what a build prints: the beginning as it comes, then only the end, and between them
/// how much was left out.
final class BuildOutput {
  private final int shown;
  private final Consumer<String> reader;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);

  /// The last bytes of a chunk, when they begin a character that the next chunk ends.
  private byte[] incomplete = {};

  private final byte[] tail;
  private long total;
  private long pastHead;
  private final StringBuilder lastWords = new StringBuilder();

  /// @param shown bytes kept of the beginning, and of the end
  BuildOutput(int shown, Consumer<String> reader) {
    this.shown = shown;
    this.reader = reader;
    this.tail = new byte[shown];
  }

  void write(byte[] bytes, int length) {
    int head = (int) Math.clamp(shown - total, 0, length);
    total += length;
    decode(bytes, head, false);
    for (int i = head; i < length; i++) {
      tail[(int) (pastHead++ % shown)] = bytes[i];
    }
  }

  /// Bytes printed so far, shown or not.
  long total() {
    return total;
  }

  /// Passes on the end. Nothing can be written after that.
  void finish() {
    if (pastHead > shown) {
      reader.accept("\n[... " + (pastHead - shown) + " bytes left out ...]\n");
    }
    byte[] kept = keptTail();
    decode(kept, kept.length, true);
  }

  /// Whether the end of the output has these words in it: compilers and shells say so when a limit
  /// has stopped them, and only so.
  boolean mentions(String words) {
    return lastWords.indexOf(words) >= 0;
  }

  private byte[] keptTail() {
    var kept = new ByteArrayOutputStream();
    for (long i = Math.max(0, pastHead - shown); i < pastHead; i++) {
      kept.write(tail[(int) (i % shown)]);
    }
    return kept.toByteArray();
  }

  private void decode(byte[] bytes, int length, boolean last) {
    ByteBuffer in = ByteBuffer.allocate(incomplete.length + length);
    in.put(incomplete).put(bytes, 0, length).flip();
    CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
    decoder.decode(in, out, last);
    incomplete = new byte[in.remaining()];
    in.get(incomplete);
    String text = out.flip().toString();
    if (!text.isEmpty()) {
      lastWords.append(text);
      lastWords.delete(0, Math.max(0, lastWords.length() - 16_384));
      reader.accept(text);
    }
  }
}
