// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.discover;

import dev.kernellab.memory.discover.ImageData.Datum;
import dev.kernellab.protocol.AllocatorProfile.Buddy;
import dev.kernellab.protocol.AllocatorProfile.Links;
import dev.kernellab.protocol.AllocatorProfile.Pool;
import dev.kernellab.protocol.Amount;
import dev.kernellab.protocol.PhysicalAddress;
import dev.kernellab.protocol.Place;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/// Buddy lists: heads in a row, of which each leads to blocks that begin at a multiple of their
/// size, twice as large from list to list.
final class BuddyGuesses {
  private static final int LEAST_ORDERS = 4;
  private static final int MOST_ORDERS = 16;
  private static final int LARGEST_HEAD = 32;
  private static final int LAST_OFFSET = 16;
  private static final int LEAST_BLOCKS = 4;
  private static final int MOST_BLOCKS = 4_096;
  private static final Links[] KINDS = {Links.LINEAR, Links.PHYSICAL};

  private final Terrain terrain;
  private final Consumer<Guess> guesses;

  BuddyGuesses(Terrain terrain, Consumer<Guess> guesses) {
    this.terrain = terrain;
    this.guesses = guesses;
  }

  void make() {
    for (Datum datum : terrain.image().data()) {
      if (datum.bytes() > LARGEST_HEAD * (MOST_ORDERS + 8) || !datum.at().fits32Bits()) {
        continue;
      }
      for (int headBytes = 4; headBytes <= LARGEST_HEAD; headBytes += 4) {
        for (int offset = 0; offset <= LAST_OFFSET; offset += 4) {
          long orders = (datum.bytes() - offset - 4) / headBytes + 1;
          if (orders >= LEAST_ORDERS && orders <= MOST_ORDERS) {
            heads(datum, offset, headBytes, (int) orders);
          }
        }
      }
    }
  }

  private void heads(Datum datum, int offset, int headBytes, int orders) {
    for (Links links : KINDS) {
      int blocks = 0;
      int largest = 0;
      var seen = new HashSet<Integer>();
      for (int order = 0; order < orders && blocks >= 0; order++) {
        int found =
            blocks(datum.at().value() + offset + (long) order * headBytes, order, links, seen);
        largest = found > 0 ? order : largest;
        blocks = found < 0 ? -1 : blocks + found;
      }
      if (blocks >= LEAST_BLOCKS && largest > 0) {
        var place = new Place.Symbol(datum.name(), offset);
        var pool = new Pool(Amount.of(0), Amount.of(terrain.top()));
        String why =
            Fit.say(
                "%,d blocks, up to %,d frames each, begin at multiples of their size",
                blocks, 1 << largest);
        guesses.accept(
            new Guess(
                new Buddy(place, headBytes, orders, 0, links, null, pool, null),
                "the lists at " + place.words(),
                largest + 2.0 * blocks,
                why));
        return;
      }
    }
  }

  /// How many blocks a list has; -1 when something in it cannot be a block.
  private int blocks(long head, int order, Links links, Set<Integer> seen) {
    OptionalLong link = terrain.linear().word(head);
    int blocks = 0;
    while (link.isPresent() && link.getAsLong() != 0 && link.getAsLong() != head) {
      long at = link.getAsLong();
      OptionalInt frame = frame(at, links);
      if (at % PhysicalAddress.FRAME_SIZE != 0
          || frame.isEmpty()
          || frame.getAsInt() % (1 << order) != 0
          || !seen.add(frame.getAsInt())
          || ++blocks > MOST_BLOCKS) {
        return -1;
      }
      link = terrain.moment().memory().word(PhysicalAddress.ofFrame(frame.getAsInt()));
    }
    return link.isPresent() ? blocks : -1;
  }

  private OptionalInt frame(long at, Links links) {
    if (links == Links.LINEAR) {
      return terrain.frameAt(at);
    }
    int frame = (int) (at >>> 12);
    return terrain.witnesses().ram().get(frame) ? OptionalInt.of(frame) : OptionalInt.empty();
  }
}
