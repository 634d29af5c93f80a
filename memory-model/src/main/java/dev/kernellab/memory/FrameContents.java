// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import static dev.kernellab.protocol.PhysicalAddress.FRAME_SIZE;

import dev.kernellab.protocol.Capture.FrameContent;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// Packs a frame's bytes for a capture and unpacks them. Most frames of interest are page tables
/// and bitmaps: long repetitions, a few dozen bytes when compressed.
public final class FrameContents {
  /// More than zlib can make of 4,096 bytes that do not compress.
  private static final int LARGEST_DEFLATED = FRAME_SIZE + 64;

  private FrameContents() {}

  /// The same bytes always give the same content, so that evidence can be compared byte for byte.
  ///
  /// @param bytes exactly 4,096
  public static FrameContent deflate(int frame, byte[] bytes) {
    if (bytes.length != FRAME_SIZE) {
      throw new IllegalArgumentException(
          "frame " + frame + ": expected 4096 bytes, got " + bytes.length);
    }
    var deflater = new Deflater();
    try {
      deflater.setInput(bytes);
      deflater.finish();
      byte[] deflated = new byte[LARGEST_DEFLATED];
      int length = deflater.deflate(deflated);
      return new FrameContent(frame, Arrays.copyOf(deflated, length));
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
      return Arrays.copyOf(bytes, FRAME_SIZE);
    } catch (DataFormatException e) {
      throw new MalformedCaptureException(
          "content of frame " + content.frame() + ": not zlib data, " + e.getMessage(), e);
    } finally {
      inflater.end();
    }
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
