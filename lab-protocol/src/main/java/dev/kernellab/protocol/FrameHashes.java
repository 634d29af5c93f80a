// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

/// Hashes of free frames: of those whose content is not what the run's events told last. A frame
/// that has never been told of holds nothing but zeros.
///
/// @param count how many
/// @param deflated compressed (RFC 1950): all frame numbers, then all hashes (CRC-32C), each 32
///   bits, least significant byte first, as the difference from the one before
@SuppressWarnings("ArrayRecordComponent") // read-only by convention, and large: copies would cost
public record FrameHashes(int count, byte[] deflated) {
  /// Frames that one capture hashes at most: 256 MiB.
  public static final int MOST = 1 << 16;

  public FrameHashes {
    if (count < 0 || count > MOST) {
      throw new IllegalArgumentException("frame hashes: expected up to " + MOST + ", got " + count);
    }
  }
}
