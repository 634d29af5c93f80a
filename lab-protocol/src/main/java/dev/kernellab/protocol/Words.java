// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.protocol;

/// Words of memory that lie far apart, such as the links of a list through free frames: the frames
/// themselves would be all of RAM. All of a capture's, every time.
///
/// @param count how many, 1 to 262,144: a list through 1 GiB
/// @param deflated compressed (RFC 1950): all addresses, then all values, each 32 bits, least
///   significant byte first, as the difference from the one before
@SuppressWarnings("ArrayRecordComponent") // read-only by convention, and large: copies would cost
public record Words(int count, byte[] deflated) {
  public static final int MOST = 1 << 18;

  public Words {
    if (count < 1 || count > MOST) {
      throw new IllegalArgumentException("words: expected 1 to " + MOST + ", got " + count);
    }
  }
}
