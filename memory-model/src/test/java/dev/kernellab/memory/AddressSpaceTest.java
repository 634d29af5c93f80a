// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import static dev.kernellab.memory.DrawnMemory.PG;
import static dev.kernellab.memory.DrawnMemory.PSE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.memory.AddressSpace.EntryCounts;
import dev.kernellab.memory.Translation.Failed;
import dev.kernellab.memory.Translation.Level;
import dev.kernellab.memory.Translation.Mapped;
import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.PhysicalAddress;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Page tables drawn by hand, with what the manual says about them.
class AddressSpaceTest {
  private static final int DIRECTORY = 0x2000;

  @Nested
  class WithPagingOff {
    private final AddressSpace space = new DrawnMemory(4).addressSpace(0x11, DIRECTORY, 0);

    @Test
    void linearAddressesArePhysicalOnes() {
      assertThat(space.isPagingEnabled()).isFalse();
      assertThat(space.mode()).isEqualTo(PagingMode.OFF);
      assertThat(space.directory()).isEmpty();
      assertThat(mapped(space, 0xFFFF_FFFFL).physical())
          .isEqualTo(new PhysicalAddress(0xFFFF_FFFFL));
    }

    @Test
    void thereIsNothingToShow() {
      assertThat(space.ranges(10).items()).isEmpty();
      assertThat(space.directoryEntries()).isEmpty();
      assertThat(space.pagingFrames()).isEmpty();
    }
  }

  @Nested
  class WithFiveLevels {
    private final AddressSpace space = new DrawnMemory(4).addressSpace(DrawnMemory.FIVE_LEVELS);

    @Test
    void theyAreRecognisedAndNeverReadAsFour() {
      assertThat(space.isPagingEnabled()).isTrue();
      assertThat(space.mode()).isEqualTo(PagingMode.LEVELS_5);
      assertThat(space.directory()).isEmpty();
      assertThat(space.ranges(10).items()).isEmpty();
      assertThat(space.entryCounts()).isEqualTo(new EntryCounts(0, 0, 0, 0));
      assertThat(failed(space, 0).reason()).isEqualTo("5-level paging is not decoded yet");
    }
  }

  @Nested
  class WithSmallPages {
    /// PDE 960 refers to the table in frame 3, which maps page 0 to frame 0x100 (supervisor,
    /// writable), page 1 to frame 0x101 (the same), page 2 to frame 0x102 (read-only), page 1023 to
    /// frame 7 (user in the table, not in the directory).
    private final AddressSpace space =
        new DrawnMemory(4)
            .put(DIRECTORY + 960 * 4, 0x3003)
            .put(0x3000, 0x0010_0003)
            .put(0x3004, 0x0010_1003)
            .put(0x3008, 0x0010_2001)
            .put(0x3FFC, 0x0000_7007)
            .addressSpace(PG, DIRECTORY | 0x18, 0); // PWT and PCD in CR3 are no address

    @Test
    void neighboursWithTheSameRightsAreOneRange() {
      assertThat(space.directory()).contains(new PhysicalAddress(DIRECTORY));
      assertThat(space.ranges(10))
          .isEqualTo(
              new Listing<>(
                  List.of(
                      range(0xF000_0000L, 0x10_0000, 0x2000, true, false, false),
                      range(0xF000_2000L, 0x10_2000, 0x1000, false, false, false),
                      range(0xF03F_F000L, 0x7000, 0x1000, true, false, false)),
                  false));
    }

    @Test
    void rangesAboveTheLimitAreSaidToExist() {
      Listing<MappedRange> two = space.ranges(2);
      assertThat(two.items()).hasSize(2);
      assertThat(two.truncated()).isTrue();
      assertThat(space.ranges(3).truncated()).isFalse();
    }

    @Test
    void translationGoesByDirectoryAndTable() {
      Mapped mapped = mapped(space, 0xF000_1ABCL);
      assertThat(mapped.physical()).isEqualTo(new PhysicalAddress(0x10_1ABC));
      assertThat(mapped.writable()).isTrue();
      assertThat(mapped.user()).isFalse();
      assertThat(mapped.steps())
          .extracting(Translation.Step::level)
          .containsExactly(Level.PDE, Level.PTE);
      assertThat(mapped.steps())
          .extracting(Translation.Step::entryAddress)
          .containsExactly(new PhysicalAddress(0x2F00), new PhysicalAddress(0x3004));
    }

    @Test
    void aRightNeedsBothLevels() {
      assertThat(mapped(space, 0xF03F_F000L).user()).isFalse();
    }

    @Test
    void failuresNameTheLevel() {
      assertThat(failed(space, 0x1234).reason()).isEqualTo("PDE 0 is not present");
      assertThat(failed(space, 0x1234).steps()).hasSize(1);
      assertThat(failed(space, 0xF000_3000L).reason()).isEqualTo("PTE 3 of PDE 960 is not present");
      assertThat(failed(space, 0xF000_3000L).steps()).hasSize(2);
    }

    @Test
    void countsAndFrames() {
      assertThat(space.entryCounts()).isEqualTo(new EntryCounts(1, 1, 4, 0));
      assertThat(space.pagingFrames()).containsExactly(new FrameRange(2, 2));
      assertThat(space.tableEntries(960)).hasSize(1024).contains(new PageTableEntry(0x7007));
      assertThat(space.tableEntries(0)).isEmpty();
    }
  }

  @Nested
  class WithASelfReference {
    private final AddressSpace space =
        new DrawnMemory(4)
            .put(DIRECTORY + 960 * 4, 0x3003)
            .put(DIRECTORY + 1023 * 4, DIRECTORY | 3)
            .put(0x3000, 0x0010_0003)
            .addressSpace(PG, DIRECTORY, 0);

    @Test
    void tablesAppearAtTheTop() {
      // 0xFFC00000 + 960 * 4096 shows the table, 0xFFFFF000 the directory.
      assertThat(mapped(space, 0xFFFC_0000L).physical()).isEqualTo(new PhysicalAddress(0x3000));
      assertThat(mapped(space, 0xFFFF_FFFFL).physical()).isEqualTo(new PhysicalAddress(0x2FFF));
      assertThat(space.ranges(10).items())
          .contains(range(0xFFFF_F000L, DIRECTORY, 0x1000, true, false, false));
    }

    @Test
    void theDirectoryIsNoTable() {
      assertThat(space.entryCounts()).isEqualTo(new EntryCounts(2, 1, 3, 0));
    }
  }

  @Nested
  class WithLargePages {
    private final DrawnMemory memory =
        new DrawnMemory(4)
            .put(DIRECTORY, 0x0000_0083)
            .put(DIRECTORY + 4, 0x0040_0083)
            .put(DIRECTORY + 8, 0x0060_0087) // reserved bit 21
            .put(DIRECTORY + 12, 0x0080_2087); // address bit 32: 4 GiB + 8 MiB

    @Test
    void fourMegabytesAtATime() {
      AddressSpace space = memory.addressSpace(PG, DIRECTORY, PSE);
      assertThat(space.ranges(10).items())
          .containsExactly(
              range(0, 0, 0x80_0000, true, false, true),
              range(0xC0_0000, 0x1_0080_0000L, 0x40_0000, true, true, true));
      assertThat(mapped(space, 0x7F_FFFF).physical()).isEqualTo(new PhysicalAddress(0x7F_FFFF));
      assertThat(space.entryCounts()).isEqualTo(new EntryCounts(4, 0, 0, 3));
    }

    @Test
    void aSmallPageRightAfterALargeOneIsARangeOfItsOwn() {
      AddressSpace space =
          new DrawnMemory(4)
              .put(DIRECTORY, 0x0000_0083)
              .put(DIRECTORY + 4, 0x3003)
              .put(0x3000, 0x0040_0003)
              .addressSpace(PG, DIRECTORY, PSE);
      assertThat(space.ranges(10).items())
          .containsExactly(
              range(0, 0, 0x40_0000, true, false, true),
              range(0x40_0000, 0x40_0000, 0x1000, true, false, false));
    }

    @Test
    void aReservedBitIsAPageFault() {
      AddressSpace space = memory.addressSpace(PG, DIRECTORY, PSE);
      assertThat(failed(space, 0x80_0000).reason())
          .isEqualTo("PDE 2 maps 4 MiB with reserved bit 21 set");
    }

    @Test
    void withoutPseTheSameEntryRefersToATable() {
      // Frame 0 is then the table of PDE 0: its first entry, drawn here, maps frame 9.
      AddressSpace space = memory.put(0, 0x9001).addressSpace(PG, DIRECTORY, 0);
      assertThat(mapped(space, 0x10).physical()).isEqualTo(new PhysicalAddress(0x9010));
      assertThat(mapped(space, 0x10).steps().getFirst().large()).isFalse();
      assertThat(space.entryCounts().largePages()).isZero();
    }
  }

  @Nested
  class OutsideRam {
    @Test
    void aDirectory() {
      AddressSpace space = new DrawnMemory(4).addressSpace(PG, 0xFFFF_F000, 0);
      assertThat(failed(space, 0).reason())
          .isEqualTo("page directory at P0xFFFFF000 is outside RAM");
      assertThat(space.directory()).contains(new PhysicalAddress(0xFFFF_F000L));
      assertThat(space.directoryEntries()).isEmpty();
      assertThat(space.ranges(10).items()).isEmpty();
      assertThat(space.unreadableFrames()).containsExactly(new FrameRange(0xFFFFF, 1));
    }

    @Test
    void aTable() {
      AddressSpace space =
          new DrawnMemory(4)
              .put(DIRECTORY, 0x0900_0003)
              .put(DIRECTORY + 4, 0x3003)
              .put(0x3000, 0x5001)
              .addressSpace(PG, DIRECTORY, 0);
      assertThat(failed(space, 0).reason()).isEqualTo("page table at P0x09000000 is outside RAM");
      assertThat(space.tableEntries(0)).isEmpty();
      assertThat(mapped(space, 0x40_0000).physical()).isEqualTo(new PhysicalAddress(0x5000));
      assertThat(space.unreadableFrames()).containsExactly(new FrameRange(0x9000, 1));
    }
  }

  private static Mapped mapped(AddressSpace space, long linear) {
    return (Mapped) space.translate(new LinearAddress(linear));
  }

  private static Failed failed(AddressSpace space, long linear) {
    return (Failed) space.translate(new LinearAddress(linear));
  }

  private static MappedRange range(
      long virtual, long physical, long length, boolean writable, boolean user, boolean large) {
    return new MappedRange(
        new LinearAddress(virtual), new PhysicalAddress(physical), length, writable, user, large);
  }
}
