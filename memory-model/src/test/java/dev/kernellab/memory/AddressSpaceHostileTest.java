// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import static dev.kernellab.memory.DrawnMemory.PG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.memory.AddressSpace.EntryCounts;
import dev.kernellab.protocol.FrameRange;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Page tables made to keep us busy. The limits are far above what is needed: they notice a blow-up
/// by orders of magnitude, not a slow machine.
@Timeout(value = 10, unit = TimeUnit.SECONDS)
class AddressSpaceHostileTest {

  @Test
  void aDirectoryOfNothingButItself() {
    AddressSpace space = directoryFilledWith(0x2003).addressSpace(PG, 0x2000, 0);
    assertThat(space.entryCounts()).isEqualTo(new EntryCounts(1024, 0, 1 << 20, 0));
    assertThat(space.pagingFrames()).containsExactly(new FrameRange(2, 1));
    assertThat(space.ranges(1024).truncated()).isTrue();
    assertThat(space.ranges(1 << 20).items()).hasSize(1 << 20);
  }

  @Test
  void aMillionMappingsThatDoNotMerge() {
    DrawnMemory memory = directoryFilledWith(0x3003);
    for (int page = 0; page < 1024; page++) {
      memory.put(0x3000 + 4 * page, page % 2 == 0 ? 0x5001 : 0x7003);
    }
    AddressSpace space = memory.addressSpace(PG, 0x2000, 0);
    assertThat(space.ranges(65_536).items()).hasSize(65_536);
    assertThat(space.ranges(65_536).truncated()).isTrue();
    assertThat(space.mappedFrames().cardinality()).isEqualTo(2);
  }

  @Test
  void everyTableSomewhereElseOutsideRam() {
    var memory = new DrawnMemory(4);
    for (int index = 0; index < 1024; index++) {
      memory.put(0x2000 + 4 * index, (0x80000L + 3 * index) << 12 | 7);
    }
    AddressSpace space = memory.addressSpace(PG, 0x2000, 0);
    assertThat(space.unreadableFrames()).hasSize(1024);
    assertThat(space.ranges(1024).items()).isEmpty();
  }

  @Test
  void aLimitOfZeroGivesNothingAndSaysSo() {
    AddressSpace space = directoryFilledWith(0x2003).addressSpace(PG, 0x2000, 0);
    assertThat(space.ranges(0).items()).isEmpty();
    assertThat(space.ranges(0).truncated()).isTrue();
  }

  private static DrawnMemory directoryFilledWith(int entry) {
    var memory = new DrawnMemory(8);
    for (int index = 0; index < 1024; index++) {
      memory.put(0x2000 + 4 * index, entry);
    }
    return memory;
  }
}
