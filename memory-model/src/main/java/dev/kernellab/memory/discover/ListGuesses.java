// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.discover;

import dev.kernellab.memory.discover.ImageData.Datum;
import dev.kernellab.memory.discover.Terrain.Word;
import dev.kernellab.protocol.AllocatorProfile.FreeList;
import dev.kernellab.protocol.AllocatorProfile.Links;
import dev.kernellab.protocol.AllocatorProfile.NodeArray;
import dev.kernellab.protocol.AllocatorProfile.Pool;
import dev.kernellab.protocol.Amount;
import dev.kernellab.protocol.PhysicalAddress;
import dev.kernellab.protocol.Place;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/// Free lists: any word of the kernel's data that a chain starts from, through free frames or
/// through structures of one size in a row.
final class ListGuesses {
  private static final int FRAME = PhysicalAddress.FRAME_SIZE;

  /// Nodes that a chain needs to be taken for one.
  private static final int LEAST_NODES = 8;

  private static final int MOST_NODES = 256;
  private static final int LARGEST_NODE = 256;
  private static final int[] NEXT_OFFSETS = {0, 4, 8, 12, 16, 20, 24, 28};

  private final Terrain terrain;
  private final Consumer<Guess> guesses;
  private final Pool pool;

  ListGuesses(Terrain terrain, Consumer<Guess> guesses) {
    this.terrain = terrain;
    this.guesses = guesses;
    this.pool = new Pool(Amount.of(0), Amount.of(terrain.top()));
  }

  void make() {
    for (Word head : terrain.words()) {
      for (int next : NEXT_OFFSETS) {
        for (Links links : Links.values()) {
          List<Long> chain = chain(head, next, links);
          if (chain.size() >= LEAST_NODES) {
            guess(head, next, links, chain);
            break;
          }
        }
      }
    }
  }

  private void guess(Word head, int next, Links links, List<Long> chain) {
    String what = "the list at " + head.place().words();
    String why =
        Fit.say(
            "a chain of %s%,d places",
            chain.size() == MOST_NODES ? "more than " : "", chain.size());
    if (chain.stream().allMatch(it -> it % FRAME == 0)) {
      var list = new FreeList(head.place(), next, links, null, null, pool, null);
      guesses.accept(new Guess(list, what, 20, why + ", each the start of a frame of RAM"));
    } else if (links == Links.LINEAR) {
      int size = step(chain);
      for (NodeArray nodes : arrays(chain, size)) {
        var list = new FreeList(head.place(), next, links, nodes, null, pool, null);
        guesses.accept(new Guess(list, what, 10, why + Fit.say(", %d bytes apart", size)));
      }
    }
  }

  /// Linear or physical addresses, by `links`; the chain ends where a link makes no sense.
  private List<Long> chain(Word head, int next, Links links) {
    var seen = new LinkedHashSet<Long>();
    long link = head.value();
    while (seen.size() < MOST_NODES) {
      long at = links == Links.FRAME ? link << 12 : link;
      if (at == 0 || at == head.at().value()) {
        break;
      }
      OptionalLong following = following(at, next, links);
      if (following.isEmpty() || !seen.add(at)) {
        return List.of(); // leads nowhere, or round and round
      }
      link = following.getAsLong();
    }
    return List.copyOf(seen);
  }

  private OptionalLong following(long at, int next, Links links) {
    if (at % 4 != 0 || at >= 1L << 32) {
      return OptionalLong.empty();
    }
    if (links == Links.LINEAR) {
      return terrain.frameAt(at).isEmpty()
          ? OptionalLong.empty()
          : terrain.linear().word(at + next);
    }
    return at % FRAME == 0 && terrain.witnesses().ram().get((int) (at >>> 12))
        ? terrain.moment().memory().word(new PhysicalAddress(at + next))
        : OptionalLong.empty();
  }

  /// The largest number of bytes of which all distances are multiples.
  private static int step(List<Long> chain) {
    long step = 0;
    for (int node = 1; node < chain.size(); node++) {
      long rest = Math.abs(chain.get(node) - chain.get(node - 1));
      while (rest != 0) {
        long remainder = step % rest;
        step = rest;
        rest = remainder;
      }
    }
    return (int) Math.min(step, Integer.MAX_VALUE);
  }

  /// Where the structures may begin: with an array that the first one lies in, or where a pointer
  /// says.
  private List<NodeArray> arrays(List<Long> chain, int size) {
    var arrays = new ArrayList<NodeArray>();
    if (size < 4 || size > LARGEST_NODE) {
      return arrays;
    }
    long lowest = chain.stream().mapToLong(it -> it).min().orElseThrow();
    Set<Integer> firsts = new LinkedHashSet<>(List.of(0, 0x100));
    for (Datum datum : terrain.image().data()) {
      long offset = lowest - datum.at().value();
      if (offset >= 0 && offset < datum.bytes() && datum.bytes() >= (long) size * LEAST_NODES) {
        var at = new Place.Symbol(datum.name(), (int) (offset % size));
        firsts.forEach(first -> arrays.add(new NodeArray(at, size, Amount.of(first))));
      }
    }
    for (Word word : terrain.words()) {
      long offset = lowest - word.value();
      if (offset >= 0
          && offset / size < terrain.top()
          && terrain.frameAt(word.value()).isPresent()) {
        var at = new Place.Pointer(word.place(), Place.Holds.LINEAR, (int) (offset % size));
        firsts.forEach(first -> arrays.add(new NodeArray(at, size, Amount.of(first))));
      }
    }
    return arrays;
  }
}
