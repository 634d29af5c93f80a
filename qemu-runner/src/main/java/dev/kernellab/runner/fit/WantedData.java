// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.fit;

import dev.kernellab.protocol.AllocatorProfile;
import dev.kernellab.protocol.AllocatorProfile.NodeArray;
import dev.kernellab.protocol.AllocatorProfile.Part;
import dev.kernellab.protocol.AllocatorProfile.Pool;
import dev.kernellab.protocol.Amount;
import dev.kernellab.protocol.Place;
import dev.kernellab.protocol.Profile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something of a kernel that its profile has the lab read.
///
/// @param what for a sentence
/// @param bytes how many; at least so many where memory alone tells
record WantedData(String what, Place place, long bytes) {

  static List<WantedData> of(Profile profile) {
    var wanted = new ArrayList<WantedData>();
    add(wanted, "", profile.allocator());
    if (profile.text() != null) {
      wanted.add(new WantedData("the start of the code", profile.text().start(), 0));
      wanted.add(new WantedData("the end of the code", profile.text().end(), 0));
    }
    number(wanted, "the count of free frames", profile.freeCount());
    if (profile.directories() != null) {
      profile
          .directories()
          .forEach(it -> wanted.add(new WantedData("directory " + it.name(), it.at(), 32)));
    }
    return wanted;
  }

  private static void add(List<WantedData> wanted, String of, AllocatorProfile allocator) {
    switch (allocator) {
      case AllocatorProfile.Bitmap it -> {
        long word = it.wordBytes() == null ? 1 : it.wordBytes();
        long bytes = (least(it.frames()) + 8 * word - 1) / (8 * word) * word;
        wanted.add(new WantedData("the bitmap" + of, it.at(), bytes));
        number(wanted, "its length", it.frames());
        number(wanted, "its first frame", it.first());
        if (it.segments() != null) {
          long table = least(it.segments().entries()) * it.segments().entryBytes();
          wanted.add(new WantedData("the table of segments", it.segments().at(), table));
          number(wanted, "the number of segments", it.segments().entries());
        }
      }
      case AllocatorProfile.FreeList it -> {
        wanted.add(new WantedData("the head of the free list" + of, it.head(), 4));
        nodes(wanted, it.nodes(), it.pool());
      }
      case AllocatorProfile.PageArray it -> {
        long bytes = least(it.entries()) * it.entryBytes();
        wanted.add(new WantedData("the page array" + of, it.at(), bytes));
        number(wanted, "its length", it.entries());
        number(wanted, "its first frame", it.first());
      }
      case AllocatorProfile.Buddy it -> {
        long bytes = (long) (it.orders() - 1) * it.headBytes() + 4;
        wanted.add(new WantedData("the heads of the lists" + of, it.heads(), bytes));
        nodes(wanted, it.nodes(), it.pool());
      }
      case AllocatorProfile.Ranges it -> {
        long bytes = least(it.entries()) * it.entryBytes();
        wanted.add(new WantedData("the table of pieces" + of, it.at(), bytes));
        number(wanted, "its length", it.entries());
        number(wanted, "where pieces end", it.until());
        pool(wanted, it.pool());
      }
      case AllocatorProfile.Several it -> {
        for (Part part : it.parts()) {
          add(wanted, " of " + part.name(), part.allocator());
        }
      }
      case AllocatorProfile.None it -> {}
    }
  }

  private static void nodes(List<WantedData> wanted, @Nullable NodeArray nodes, Pool pool) {
    if (nodes != null) {
      long frames = least(nodes.first()) == 0 ? least(pool.first()) + least(pool.frames()) : 1;
      wanted.add(new WantedData("its nodes", nodes.at(), frames * nodes.entryBytes()));
      number(wanted, "the first node's frame", nodes.first());
    }
    pool(wanted, pool);
  }

  private static void pool(List<WantedData> wanted, Pool pool) {
    number(wanted, "the pool's first frame", pool.first());
    number(wanted, "the pool's size", pool.frames());
  }

  private static void number(List<WantedData> wanted, String what, @Nullable Amount amount) {
    if (amount instanceof Amount.Value it) {
      wanted.add(new WantedData(what, it.at(), it.bytes()));
    }
  }

  /// A constant; or as little as there may be, when memory tells.
  private static long least(Amount amount) {
    return amount instanceof Amount.Constant(long value) ? value : 0;
  }
}
