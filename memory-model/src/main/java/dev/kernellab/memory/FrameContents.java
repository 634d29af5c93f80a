// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import static dev.kernellab.protocol.PhysicalAddress.FRAME_SIZE;

import dev.kernellab.protocol.Capture.FrameContent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// Packs a frame's bytes for a capture and unpacks them. Most frames of interest are page tables
/// and bitmaps: a few dozen bytes when compressed, once a table's entries, which count up, are
/// taken as differences.
public final class FrameContents {
  /// More than zlib can make of 4,096 bytes that do not compress.
  private static final int LARGEST_DEFLATED = FRAME_SIZE + 64;

  /// Words between a word and the one that it is told as the difference from: two, so that entries
  /// of 32 and of 64 bits both come out even.
  private static final int DISTANCE = 2;

  private FrameContents() {}

  /// The same bytes always give the same content, so that evidence can be compared byte for byte.
  ///
  /// @param bytes exactly 4,096
  public static FrameContent deflate(int frame, byte[] bytes) {
    if (bytes.length != FRAME_SIZE) {
      throw new IllegalArgumentException(
          "frame " + frame + ": expected 4096 bytes, got " + bytes.length);
    }
    var deflater = new Deflater(Deflater.BEST_SPEED); // differences leave little to look for
    try {
      deflater.setInput(differences(bytes));
      deflater.finish();
      byte[] deflated = new byte[LARGEST_DEFLATED];
      int length = deflater.deflate(deflated);
      return new FrameContent(frame, Arrays.copyOf(deflated, length), true);
    } finally {
      deflater.end();
    }
  }

  /// The frame's 4,096 bytes; never inflates further than that, whatever the content claims.
  ///
  /// @throws MalformedCaptureException when the content is not a frame
  public static byte[] inflate(FrameContent content) {
    var inflater = new Inflater();
    try {
      inflater.setInput(content.deflated());
      byte[] bytes = new byte[FRAME_SIZE + 1]; // room to notice one byte too many
      int length = fill(inflater, bytes);
      if (length != FRAME_SIZE || !inflater.finished() || inflater.getRemaining() != 0) {
        throw new MalformedCaptureException(
            "content of frame " + content.frame() + ": does not inflate to exactly 4096 bytes");
      }
      byte[] frame = Arrays.copyOf(bytes, FRAME_SIZE);
      return Boolean.TRUE.equals(content.differences()) ? sums(frame) : frame;
    } catch (DataFormatException e) {
      throw new MalformedCaptureException(
          "content of frame " + content.frame() + ": not zlib data, " + e.getMessage(), e);
    } finally {
      inflater.end();
    }
  }

  private static byte[] differences(byte[] bytes) {
    byte[] differences = bytes.clone();
    IntBuffer from = words(bytes);
    IntBuffer to = words(differences);
    for (int i = DISTANCE; i < from.limit(); i++) {
      to.put(i, from.get(i) - from.get(i - DISTANCE));
    }
    return differences;
  }

  /// Undoes [#differences], in place.
  private static byte[] sums(byte[] differences) {
    IntBuffer words = words(differences);
    for (int i = DISTANCE; i < words.limit(); i++) {
      words.put(i, words.get(i) + words.get(i - DISTANCE));
    }
    return differences;
  }

  private static IntBuffer words(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
  }

  private static int fill(Inflater inflater, byte[] bytes) throws DataFormatException {
    int length = 0;
    while (length < bytes.length) {
      int more = inflater.inflate(bytes, length, bytes.length - length);
      if (more == 0) {
        break; // ended, truncated, or asking for a dictionary: none gives more
      }
      length += more;
    }
    return length;
  }
}
