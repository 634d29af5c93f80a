// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.memory.AddressSpace.EntryCounts;
import dev.kernellab.memory.Translation.Failed;
import dev.kernellab.memory.Translation.Level;
import dev.kernellab.memory.Translation.Mapped;
import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.PhysicalAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Tables of 64-bit entries drawn by hand, with what the manual says about them (Intel SDM vol. 3,
/// 4.4 and 4.5).
class WideTablesTest {
  private static final long NO_EXECUTE = 1L << 63;
  private static final long PG = 0x8000_0001L;
  private static final long PAE = 0x20;
  private static final long LONG_MODE = 0x500;
  private static final long NXE = 0x800;

  @Nested
  class PhysicalAddressExtension {
    /// The pointer table lies in the middle of frame 1, which CR3 may ask for.
    private final DrawnMemory memory =
        new DrawnMemory(8)
            .putLong(0x1020, 0x2021) // accessed, as QEMU marks it
            .putLong(0x1038, 0x3001)
            .putLong(0x2000, 0x4007) // 0: a table
            .putLong(0x2008, 0x0060_0083) // 2 MiB at 6 MiB
            .putLong(0x2010, 0x1_0020_0087L) // 2 MiB at 4 GiB + 2 MiB
            .putLong(0x2018, 0x0020_2083) // reserved bit 13
            .putLong(0x3FF8, 0x4003) // the last of 4 GiB
            .putLong(0x4000, 0x0010_0003)
            .putLong(0x4008, 0x000F_FFFF_FFFF_F005L)
            .putLong(0x4010, NO_EXECUTE | 0x0010_0003)
            .putLong(0x4FF8, 0x7001);

    private final AddressSpace space =
        memory.addressSpace(new ControlRegisters(PG, 0x1038 & ~0x1F, PAE, 0));

    @Test
    void fourDirectoriesOfPagesOfTwoSizes() {
      assertThat(space.mode()).isEqualTo(PagingMode.PAE);
      assertThat(space.directory()).contains(new PhysicalAddress(0x1020));
      assertThat(mapped(space, 0x123).physical()).isEqualTo(new PhysicalAddress(0x10_0123));
      assertThat(mapped(space, 0x20_0123).physical()).isEqualTo(new PhysicalAddress(0x60_0123));
      assertThat(mapped(space, 0x40_0000).physical())
          .isEqualTo(new PhysicalAddress(0x1_0020_0000L));
      assertThat(mapped(space, 0xFFFF_F123L).physical()).isEqualTo(new PhysicalAddress(0x7123));
      assertThat(space.entryCounts()).isEqualTo(new EntryCounts(2, 3, 6, 2));
    }

    @Test
    void physicalAddressesOf52Bits() {
      assertThat(mapped(space, 0x1FFF).physical())
          .isEqualTo(new PhysicalAddress(0x000F_FFFF_FFFF_FFFFL));
    }

    @Test
    void thePointerTableGrantsEverythingTheOthersDecide() {
      Mapped page = mapped(space, 0x0);
      assertThat(page.writable()).isTrue();
      assertThat(page.user()).isFalse();
      assertThat(mapped(space, 0x1000).user()).isTrue();
      assertThat(mapped(space, 0x1000).writable()).isFalse();
      assertThat(page.steps())
          .extracting(Translation.Step::level)
          .containsExactly(Level.PDPTE, Level.PDE, Level.PTE);
      assertThat(page.steps().getFirst().entryAddress()).isEqualTo(new PhysicalAddress(0x1020));
    }

    @Test
    void failuresTellThePath() {
      assertThat(failed(space, 0x4000_0000).reason()).isEqualTo("PDPTE 1 is not present");
      assertThat(failed(space, 0x3000).reason())
          .isEqualTo("PTE 3 of PDE 0 of PDPTE 0 is not present");
      assertThat(failed(space, 0x60_0000).reason())
          .isEqualTo("PDE 3 of PDPTE 0 maps 2 MiB with reserved bit 13 set");
      assertThat(failed(space, 0x1_0000_0000L).reason())
          .isEqualTo("linear addresses end at 0xFFFFFFFF in this mode");
    }

    @Test
    void executeDisableIsReservedUntilItIsEnabled() {
      assertThat(failed(space, 0x2000).reason())
          .isEqualTo("PTE 2 of PDE 0 of PDPTE 0 has reserved bit 63 set");
      AddressSpace enabled = memory.addressSpace(new ControlRegisters(PG, 0x1020, PAE, NXE));
      assertThat(mapped(enabled, 0x2000).physical()).isEqualTo(new PhysicalAddress(0x10_0000));
    }

    @Test
    void aPointerTableWithReservedBitsTranslatesNothing() {
      AddressSpace bad =
          new DrawnMemory(4)
              .putLong(0x1000, 0x2003)
              .addressSpace(new ControlRegisters(PG, 0x1000, PAE, 0));
      assertThat(failed(bad, 0).reason()).isEqualTo("PDPTE 0 has reserved bit 1 set");
      assertThat(bad.pagingFrames()).containsExactly(new FrameRange(1, 1));
    }
  }

  @Nested
  class FourLevels {
    private final DrawnMemory memory =
        new DrawnMemory(8)
            .putLong(0x1000, 0x2007)
            .putLong(0x1FF0, 0x1003) // 510: the PML4 table itself
            .putLong(0x1FF8, 0x2003) // 511: the upper half, the same table
            .putLong(0x2000, 0x3007)
            .putLong(0x2008, 0x4000_0087L) // 1 GiB
            .putLong(0x3000, 0x4007)
            .putLong(0x4000, 0x0010_0003);

    private final AddressSpace space = memory.addressSpace(longMode(0x1018));

    @Test
    void pagesOfThreeSizesInBothHalves() {
      assertThat(space.mode()).isEqualTo(PagingMode.LEVELS_4);
      assertThat(mapped(space, 0x123).physical()).isEqualTo(new PhysicalAddress(0x10_0123));
      assertThat(mapped(space, 0x4000_0123L).physical())
          .isEqualTo(new PhysicalAddress(0x4000_0123L));
      assertThat(mapped(space, 0xFFFF_FF80_0000_0123L).physical())
          .isEqualTo(new PhysicalAddress(0x10_0123));
      assertThat(mapped(space, 0xFFFF_FF80_4000_0000L).user()).isFalse();
    }

    @Test
    void theTablesAppearThroughTheSelfReference() {
      assertThat(mapped(space, 0xFFFF_FF7F_BFDF_E000L).physical())
          .isEqualTo(new PhysicalAddress(0x1000));
      assertThat(space.pagingFrames()).containsExactly(new FrameRange(1, 4));
    }

    @Test
    void rangesComeInTheOrderOfAddresses() {
      var ranges = space.ranges(100).items();
      assertThat(ranges)
          .isSortedAccordingTo((a, b) -> a.virtual().compareTo(b.virtual()))
          .anyMatch(range -> range.contains(new LinearAddress(0xFFFF_FF80_0000_0FFFL)))
          .noneMatch(range -> range.contains(new LinearAddress(0xFFFF_FF80_0000_1000L)));
    }

    @Test
    void aPageOfHalfATerabyteThereIsNone() {
      AddressSpace bad = new DrawnMemory(4).putLong(0x1000, 0x83).addressSpace(longMode(0x1000));
      assertThat(failed(bad, 0).reason()).isEqualTo("PML4E 0 has reserved bit 7 set");
    }
  }

  @Nested
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  class Hostile {
    @Test
    void oneTableThatRefersToItselfOnFourLevels() {
      var memory = new DrawnMemory(4);
      for (int index = 0; index < 512; index++) {
        memory.putLong(0x1000 + 8 * index, 0x1003);
      }
      AddressSpace space = memory.addressSpace(longMode(0x1000));
      assertThat(space.ranges(65_536).truncated()).isTrue();
      assertThat(space.entryCounts().pages()).isGreaterThan(1 << 20);
      assertThat(space.mappedFrames().cardinality()).isEqualTo(1);
      assertThat(mapped(space, 0xFFFF_FFFF_FFFF_FFFFL).physical())
          .isEqualTo(new PhysicalAddress(0x1FFF));
    }

    @Test
    void emptyTablesReachedInAHundredMillionWays() {
      var memory = new DrawnMemory(8);
      for (int index = 0; index < 512; index++) {
        memory.putLong(0x1000 + 8 * index, 0x2003);
        memory.putLong(0x2000 + 8 * index, 0x3003);
        memory.putLong(0x3000 + 8 * index, 0x4003);
      }
      AddressSpace space = memory.addressSpace(longMode(0x1000));
      assertThat(space.ranges(10)).isEqualTo(new Listing<>(java.util.List.of(), false));
    }

    @Test
    void moreTablesThanAnyoneNeeds() {
      var memory = new DrawnMemory(3_000);
      for (int index = 0; index < 512 * 5; index++) {
        memory.putLong(0x2000 + 8 * index, (0x10L + index) << 12 | 3);
      }
      for (int index = 0; index < 5; index++) {
        memory.putLong(0x1000 + 8 * index, 0x2003 + index * 0x1000);
      }
      AddressSpace space = memory.addressSpace(longMode(0x1000));
      assertThat(space.pagingFrames().stream().mapToInt(FrameRange::count).sum())
          .isLessThanOrEqualTo(PagingTables.MOST + 1);
      assertThat(space.ranges(10).truncated()).isTrue();
    }

    @Test
    void rootsInNowhere() {
      AddressSpace space = new DrawnMemory(4).addressSpace(longMode(0x000F_FFFF_FFFF_F000L));
      assertThat(space.isReadable()).isFalse();
      assertThat(space.ranges(10).items()).isEmpty();
      assertThat(failed(space, 0).reason())
          .isEqualTo("PML4 table at P0xFFFFFFFFFF000 is outside RAM");
      assertThat(space.firstUnreadable()).contains(new PhysicalAddress(0x000F_FFFF_FFFF_F000L));
    }
  }

  private static ControlRegisters longMode(long cr3) {
    return new ControlRegisters(PG, cr3, PAE, LONG_MODE);
  }

  private static Mapped mapped(AddressSpace space, long linear) {
    return (Mapped) space.translate(new LinearAddress(linear));
  }

  private static Failed failed(AddressSpace space, long linear) {
    return (Failed) space.translate(new LinearAddress(linear));
  }
}
