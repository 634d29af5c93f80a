// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import static dev.kernellab.memory.DrawnMemory.PG;
import static dev.kernellab.memory.DrawnMemory.PSE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.memory.Translation.Failed;
import dev.kernellab.memory.Translation.Mapped;
import dev.kernellab.protocol.LinearAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random page tables against a walker that shares nothing with ours: it asks for every page of the
/// 4 GiB anew, in decimal arithmetic, and never keeps a table.
class AddressSpacePropertyTest {
  private static final int FRAMES = 40;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void rangesAndTranslationsAreWhatASlowWalkerSees(long seed) {
    var random = new Random(seed);
    DrawnMemory memory = randomTables(random);
    boolean pse = random.nextBoolean();
    AddressSpace space = memory.addressSpace(PG, 0x1000, pse ? PSE : 0);

    List<MappedRange> ranges = space.ranges(Integer.MAX_VALUE).items();
    assertThat(ranges).isSortedAccordingTo((a, b) -> a.virtual().compareTo(b.virtual()));
    var pages = new ArrayList<String>();
    for (long linear = 0; linear < 1L << 32; linear += 4096) {
      String page = slowWalk(memory, pse, linear);
      if (page != null) {
        pages.add(linear + "->" + page);
      }
    }
    assertThat(expand(ranges)).as("seed %d", seed).isEqualTo(pages);
    assertThat(ranges).as("seed %d", seed).isEqualTo(joinAsLongAsPossible(ranges));
    for (int i = 0; i < 2_000; i++) {
      long linear = random.nextLong(1L << 32);
      assertThat(translate(space, linear))
          .as("seed %d, linear 0x%X", seed, linear)
          .isEqualTo(slowWalk(memory, pse, linear));
    }
  }

  /// Frames 1 to 39 of RAM, each a random table that tends to hold neighbouring pages.
  private static DrawnMemory randomTables(Random random) {
    var memory = new DrawnMemory(FRAMES);
    for (int frame = 1; frame < FRAMES; frame++) {
      int density = random.nextInt(1, 100);
      long target = random.nextInt(1 << 20);
      int flags = 3;
      for (int index = 0; index < 1024; index++) {
        if (random.nextInt(30) == 0) {
          target = random.nextInt(frame == 1 ? FRAMES + 5 : 1 << 20);
          flags = random.nextInt(512);
        }
        if (random.nextInt(100) < density) {
          memory.put(frame * 4096L + index * 4L, (target << 12) + flags);
        }
        target = frame == 1 ? random.nextInt(FRAMES + 5) : (target + 1) % (1 << 20);
      }
    }
    return memory;
  }

  /// "physical/writable/user/large", or null.
  private static @Nullable String slowWalk(DrawnMemory memory, boolean pse, long linear) {
    long pde = memory.word(4096 + linear / 4_194_304 * 4);
    if (pde % 2 == 0) {
      return null;
    }
    if (pse && pde / 128 % 2 == 1) {
      if (pde / 2_097_152 % 2 == 1) {
        return null;
      }
      long base = pde / 4_194_304 * 4_194_304 + pde / 8192 % 256 * 4_294_967_296L;
      return describe(base + linear % 4_194_304, pde / 2 % 2 == 1, pde / 4 % 2 == 1, true);
    }
    long table = pde / 4096 * 4096;
    if (!memory.holds(table)) {
      return null;
    }
    long pte = memory.word(table + linear / 4096 % 1024 * 4);
    if (pte % 2 == 0) {
      return null;
    }
    return describe(
        pte / 4096 * 4096 + linear % 4096,
        pde / 2 % 2 + pte / 2 % 2 == 2,
        pde / 4 % 2 + pte / 4 % 2 == 2,
        false);
  }

  private static String describe(long physical, boolean writable, boolean user, boolean large) {
    return physical + "/" + writable + "/" + user + "/" + large;
  }

  private static List<String> expand(List<MappedRange> ranges) {
    var pages = new ArrayList<String>();
    for (MappedRange range : ranges) {
      for (long offset = 0; offset < range.length(); offset += 4096) {
        pages.add(
            (range.virtual().value() + offset)
                + "->"
                + describe(
                    range.physical().value() + offset,
                    range.writable(),
                    range.user(),
                    range.large()));
      }
    }
    return pages;
  }

  /// Joins neighbours once more: there must be none left to join.
  private static List<MappedRange> joinAsLongAsPossible(List<MappedRange> ranges) {
    var joined = new ArrayList<MappedRange>();
    for (MappedRange next : ranges) {
      MappedRange last = joined.isEmpty() ? null : joined.getLast();
      if (last != null
          && last.end() == next.virtual().value()
          && last.physical().value() + last.length() == next.physical().value()
          && last.writable() == next.writable()
          && last.user() == next.user()
          && last.large() == next.large()) {
        joined.removeLast();
      }
      joined.add(next);
    }
    return joined;
  }

  private static @Nullable String translate(AddressSpace space, long linear) {
    return switch (space.translate(new LinearAddress(linear))) {
      case Failed failed -> null;
      case Mapped mapped ->
          describe(
              mapped.physical().value(),
              mapped.writable(),
              mapped.user(),
              mapped.steps().getFirst().large());
    };
  }
}
