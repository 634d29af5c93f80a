// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import dev.kernellab.protocol.Words;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Packs words of memory that lie far apart. The links of a list in order differ by the same number
/// each, so that a list through all of RAM takes a few hundred bytes.
public final class SingleWords {
  private SingleWords() {}

  /// Null when there are none. The same words always give the same bytes.
  ///
  /// @param words by address, below 4 GiB
  public static @Nullable Words pack(SortedMap<Long, Integer> words) {
    if (words.isEmpty()) {
      return null;
    }
    var plain = ByteBuffer.allocate(8 * words.size()).order(ByteOrder.LITTLE_ENDIAN);
    long before = 0;
    for (long address : words.keySet()) {
      plain.putInt((int) (address - before));
      before = address;
    }
    int value = 0;
    for (int next : words.values()) {
      plain.putInt(next - value);
      value = next;
    }
    return new Words(words.size(), Zlib.deflate(plain.array()));
  }

  /// @throws MalformedCaptureException when these are not words
  public static Map<Long, Integer> unpack(@Nullable Words words) {
    if (words == null) {
      return Map.of();
    }
    ByteBuffer plain =
        ByteBuffer.wrap(Zlib.inflate(words.deflated(), 8 * words.count()))
            .order(ByteOrder.LITTLE_ENDIAN);
    long address = 0;
    int value = 0;
    var unpacked = HashMap.<Long, Integer>newHashMap(words.count());
    for (int index = 0; index < words.count(); index++) {
      address += Integer.toUnsignedLong(plain.getInt(4 * index));
      value += plain.getInt(4 * (words.count() + index));
      unpacked.put(address, value);
    }
    return unpacked;
  }
}
