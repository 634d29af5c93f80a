// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.image;

import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A file's bytes, little-endian, with every place checked before it is read. Offsets and sizes are
/// 64 bits wide, so that sums of the file's 32-bit numbers cannot wrap around.
final class ImageBytes {
  private final ByteBuffer bytes;

  ImageBytes(byte[] file) {
    this.bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
  }

  int length() {
    return bytes.capacity();
  }

  int u8(long offset) throws SubmissionRejectedException {
    return bytes.get(place("byte", offset, 1)) & 0xFF;
  }

  int u16(long offset) throws SubmissionRejectedException {
    return bytes.getShort(place("half-word", offset, 2)) & 0xFFFF;
  }

  long u32(long offset) throws SubmissionRejectedException {
    return Integer.toUnsignedLong(bytes.getInt(place("word", offset, 4)));
  }

  /// All 64 bits; negative when the highest is 1.
  long u64(long offset) throws SubmissionRejectedException {
    return bytes.getLong(place("double word", offset, 8));
  }

  /// A number as wide as the image's addresses.
  long word(long offset, boolean wide) throws SubmissionRejectedException {
    return wide ? u64(offset) : u32(offset);
  }

  byte[] bytes(long offset, long size) throws SubmissionRejectedException {
    byte[] copy = new byte[(int) size];
    bytes.get(place("code", offset, size), copy);
    return copy;
  }

  /// A string up to its 0, in a table.
  ///
  /// @return null when it is longer than `longest` or has no end inside the table
  @Nullable String string(long offset, long tableEnd, int longest)
      throws SubmissionRejectedException {
    int start = place("string", offset, 0);
    int end = start;
    while (end < tableEnd && end - start <= longest && u8(end) != 0) {
      end++;
    }
    if (end >= tableEnd || end - start > longest) {
      return null;
    }
    byte[] text = new byte[end - start];
    bytes.get(start, text);
    return new String(text, StandardCharsets.UTF_8);
  }

  /// Checks that a piece lies in the file.
  ///
  /// @return the offset as an index
  int place(String what, long offset, long size) throws SubmissionRejectedException {
    if (offset < 0 || size < 0 || offset > length() - size) {
      throw invalid(what + " at " + offset + ", " + size + " bytes long, lies outside the file");
    }
    return (int) offset;
  }

  static SubmissionRejectedException invalid(String reason) {
    return new SubmissionRejectedException(
        "IMAGE_INVALID_ELF",
        "The kernel image is not a sound ELF file: " + reason + ". Link it again.");
  }
}
