// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.PhysicalAddress;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A filter asks about few pages. Whoever asks about each must choose the same.
class PageFilterTest {
  private static final long PAGE = PhysicalAddress.FRAME_SIZE;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void choosesWhatAskingAboutEveryPageChooses(long seed) {
    var random = new Random(seed);
    AddressSpace space = randomSpace(random);
    for (int i = 0; i < 50; i++) {
      long start = random.nextLong(1L << 25);
      long end = start + random.nextLong(1L << 22);
      boolean user = random.nextBoolean();
      PageFilter.Test overlaps =
          (linear, length, physical, forUser) ->
              linear <= end && linear + length > start && !(user && forUser);
      PageFilter.Test startsOutside =
          (linear, length, physical, forUser) -> linear < start || linear > end;
      for (PageFilter.Test test : List.of(overlaps, startsOutside)) {
        var filter = new PageFilter(test, end + 1, start, start);
        String what = "seed %d, 0x%X to 0x%X".formatted(seed, start, end);
        List<MappedRange> expected = askedOneByOne(space, test);
        assertThat(space.ranges(filter, Integer.MAX_VALUE).items()).as(what).isEqualTo(expected);
        assertThat(space.mappedFrames(filter)).as(what).isEqualTo(frames(expected));
      }
    }
  }

  @Test
  void whatIsTooMuchToKeepIsWalkedThroughEachTime() {
    AddressSpace scattered = everySecondPage(4_096);
    assertThat(scattered.ranges(Integer.MAX_VALUE).items()).hasSize(2_048);
    assertThat(scattered.ranges(PageFilter.ALL, 5).items()).hasSize(5);
    assertThat(scattered.ranges(PageFilter.USER, 5).items()).isEmpty();
    assertThat(scattered.entryCounts().pages()).isEqualTo(2_048);
    assertThat(scattered.mappedFrames().cardinality()).isEqualTo(2_048);
  }

  /// By the ranges, which are checked elsewhere, cut into pages.
  private static List<MappedRange> askedOneByOne(AddressSpace space, PageFilter.Test test) {
    var chosen = new ArrayList<MappedRange>();
    for (MappedRange range : space.ranges(Integer.MAX_VALUE).items()) {
      long page = range.large() ? 4 << 20 : PAGE;
      boolean goesOn = false;
      for (long at = 0; at < range.length(); at += page) {
        long linear = range.virtual().value() + at;
        if (!test.accepts(linear, page, range.physical().value() + at, range.user())) {
          goesOn = false;
          continue;
        }
        MappedRange last = goesOn ? chosen.removeLast() : null;
        chosen.add(
            new MappedRange(
                last == null ? new LinearAddress(linear) : last.virtual(),
                last == null ? range.physical().plus(at) : last.physical(),
                last == null ? page : last.length() + page,
                range.writable(),
                range.user(),
                range.large()));
        goesOn = true;
      }
    }
    return chosen;
  }

  private static BitSet frames(List<MappedRange> ranges) {
    var frames = new BitSet();
    for (MappedRange range : ranges) {
      for (long at = 0; at < range.length(); at += PAGE) {
        frames.set((int) range.physical().plus(at).frame());
      }
    }
    return frames;
  }

  /// 32 MiB of linear addresses: large pages, and tables that hold runs of pages.
  private static AddressSpace randomSpace(Random random) {
    var memory = new DrawnMemory(10);
    for (int table = 2; table < 10; table++) {
      boolean large = random.nextInt(3) == 0;
      int entry = large ? random.nextInt(1 << 8) << 22 | 0x83 : table << 12 | 7;
      memory.put(0x1000 + (table - 2) * 4L, entry);
      int target = random.nextInt(1 << 16);
      for (int index = 0; index < 1024; index++) {
        target = random.nextInt(40) == 0 ? random.nextInt(1 << 16) : target + 1;
        int flags = index / 512 == 0 ? 7 : 3;
        memory.put(table * PAGE + index * 4L, random.nextInt(100) == 0 ? 0 : target << 12 | flags);
      }
    }
    return memory.addressSpace(DrawnMemory.PG, 0x1000, DrawnMemory.PSE);
  }

  private static AddressSpace everySecondPage(int pages) {
    var memory = new DrawnMemory(2 + pages / 1024);
    for (int page = 0; page < pages; page += 2) {
      int table = 2 + page / 1024;
      memory.put(0x1000 + page / 1024 * 4L, table << 12 | 3);
      memory.put(table * PAGE + page % 1024 * 4L, page << 12 | 3);
    }
    return memory.addressSpace(DrawnMemory.PG, 0x1000, 0);
  }
}
