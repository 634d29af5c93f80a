// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.discover;

import dev.kernellab.protocol.AllocatorProfile;
import dev.kernellab.protocol.AllocatorProfile.BitOrder;
import dev.kernellab.protocol.AllocatorProfile.Bitmap;
import dev.kernellab.protocol.AllocatorProfile.Buddy;
import dev.kernellab.protocol.AllocatorProfile.FreeList;
import dev.kernellab.protocol.AllocatorProfile.PageArray;
import dev.kernellab.protocol.AllocatorProfile.Polarity;
import dev.kernellab.protocol.AllocatorProfile.Ranges;
import dev.kernellab.protocol.Amount;
import java.util.ArrayList;
import java.util.Locale;

/// How one reading differs from another of the same data, in words.
final class Readings {
  private Readings() {}

  static String difference(AllocatorProfile best, AllocatorProfile other) {
    return switch (other) {
      case Bitmap it when best instanceof Bitmap chosen -> bitmap(chosen, it);
      case PageArray it ->
          "read by field "
              + it.free().offset()
              + (it.free().mask() == null ? "" : " & " + it.free().mask().toJson())
              + " == "
              + it.free().equals()
              + " of "
              + it.entryBytes()
              + " bytes";
      case FreeList it when it.nodes() != null ->
          "with nodes at "
              + it.nodes().at().words()
              + " from frame "
              + it.nodes().first().words()
              + " on";
      case FreeList it -> "with the link at offset " + it.next();
      case Buddy it -> "with heads " + it.headBytes() + " bytes apart";
      case Ranges it ->
          "with %s entries of %d bytes, in %s"
              .formatted(
                  it.entries().words(), it.entryBytes(), it.unit().name().toLowerCase(Locale.ROOT));
      default -> "read in another way";
    };
  }

  private static String bitmap(Bitmap best, Bitmap other) {
    var differences = new ArrayList<String>();
    if (other.polarity() != best.polarity()) {
      differences.add(other.polarity() == Polarity.ONE_IS_FREE ? "1 = free" : "1 = allocated");
    }
    if (other.bitOrder() != best.bitOrder() || word(other) != word(best)) {
      differences.add(
          (other.bitOrder() == BitOrder.LEAST_SIGNIFICANT_FIRST ? "least" : "most")
              + " significant bit first"
              + (word(other) == 1 ? "" : " in words of " + word(other) + " bytes"));
    }
    if (!first(other).equals(first(best))) {
      differences.add("bit 0 for frame " + first(other).words());
    }
    if (!other.frames().equals(best.frames())) {
      differences.add("with " + other.frames().words() + " bits");
    }
    return "read " + String.join(", ", differences);
  }

  private static int word(Bitmap bitmap) {
    return bitmap.wordBytes() == null ? 1 : bitmap.wordBytes();
  }

  private static Amount first(Bitmap bitmap) {
    return bitmap.first() == null ? Amount.of(0) : bitmap.first();
  }
}
