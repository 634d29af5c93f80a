// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.allocator;

import dev.kernellab.memory.allocator.KernelData.Location;
import dev.kernellab.protocol.AllocatorProfile.Links;
import dev.kernellab.protocol.AllocatorProfile.NodeArray;
import dev.kernellab.protocol.PhysicalAddress;
import java.util.HashSet;
import org.jspecify.annotations.Nullable;

/// Follows links from node to node, with an end to it whatever they hold: a node that comes a
/// second time ends the list, and so does one outside the pool.
///
/// @param nodes absent: a node is the free frame itself
/// @param next offset of the link in a node
record LinkedFrames(
    KernelData data, FreeFrames free, Links links, @Nullable NodeArray nodes, int next) {

  /// Says how many frames a node stands for.
  @FunctionalInterface
  interface Count {
    long of(Location node) throws UnreadableException;
  }

  /// @param head where the first link lies
  /// @param list what to call it
  void follow(Location head, String list, Count count) throws UnreadableException {
    PhysicalAddress at = data.physical(head, list);
    free.stores(at);
    long link = data.word(head, list);
    var seen = new HashSet<Long>();
    for (int visited = 0; link != 0 && link != head.address(); visited++) {
      String node = "node " + visited + " of " + list;
      try {
        Location place = place(link);
        PhysicalAddress address = data.physical(place, node);
        long frame = frameOf(place, address, node);
        if (!seen.add(link)) {
          free.wrong(
              "free-list-loops",
              "%s comes back to frame %d after %d nodes: following it never ends."
                  .formatted(capital(list), frame, visited));
          return;
        }
        if (!free.pool().contains(frame)) {
          free.add(frame, 1, at, node);
          free.wrong(
              "free-list-broken",
              "%s leads outside the pool after %d nodes, to frame %d."
                  .formatted(capital(list), visited, frame));
          return;
        }
        free.stores(address);
        free.add(frame, count.of(place), address, node);
        at = address;
        link = data.word(place.plus(next), node);
      } catch (UnreadableException e) {
        free.wrong(
            "free-list-broken",
            "%s breaks after %d nodes: %s.".formatted(capital(list), visited, e.getMessage()));
        return;
      }
    }
  }

  private Location place(long link) throws UnreadableException {
    return switch (links) {
      case LINEAR -> new Location(true, link);
      case PHYSICAL -> new Location(false, link);
      case FRAME ->
          nodes == null
              ? new Location(false, 0).plus(link << 12)
              : data.locate(nodes.at())
                  .plus(
                      (link - data.number(nodes.first(), "nodes.first", 0, 1 << 20))
                          * nodes.entryBytes());
    };
  }

  private long frameOf(Location place, PhysicalAddress address, String node)
      throws UnreadableException {
    if (nodes == null) {
      return address.frame();
    }
    Location array = data.locate(nodes.at());
    long offset = place.address() - array.address();
    if (offset < 0 || offset % nodes.entryBytes() != 0) {
      throw new UnreadableException(
          "%s, at 0x%08X, is no entry of %s".formatted(node, place.address(), nodes.at().words()));
    }
    return offset / nodes.entryBytes()
        + data.number(nodes.first(), "nodes.first", 0, AllocationMap.FRAMES);
  }

  private static String capital(String list) {
    return Character.toUpperCase(list.charAt(0)) + list.substring(1);
  }
}
