// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import static dev.kernellab.memory.DrawnMemory.FIVE_LEVELS;
import static dev.kernellab.memory.DrawnMemory.PG;
import static dev.kernellab.memory.DrawnMemory.PSE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.protocol.FrameRange;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrossChecksTest {
  /// PDE 0: table in frame 3, page 0 in frame 100; PDE 1: 4 MiB at 4 MiB.
  private final AddressSpace space =
      new DrawnMemory(4)
          .put(0x2000, 0x3003)
          .put(0x2004, 0x0040_0083)
          .put(0x3000, 0x0006_4003)
          .addressSpace(PG, 0x2000, PSE);

  @Test
  void nothingIsFoundWhereWhatIsUsedIsAllocated() {
    assertThat(CrossChecks.of(space)).isEmpty();
    assertThat(CrossChecks.of(space, FrameBitmap.allAllocated(4096))).isEmpty();
    assertThat(CrossChecks.of(space, free(99, 101, 1023, 2048))).isEmpty();
  }

  @Test
  void aMappedFrameThatIsFree() {
    assertThat(CrossChecks.of(space, free(100, 1500)))
        .containsExactly(
            new Finding(
                "mapped-but-free",
                "Pages are mapped to frames that the allocator counts as free:"
                    + " 2 from frame 100 (P0x00064000) on.",
                List.of(new FrameRange(100, 1), new FrameRange(1500, 1))));
  }

  @Test
  void aPagingStructureThatIsFreeIsNamedAsThat() {
    assertThat(CrossChecks.of(space, free(2, 3)))
        .containsExactly(
            new Finding(
                "paging-structure-free",
                "The page directory or page tables lie in frames that the allocator counts as free:"
                    + " 2 from frame 2 (P0x00002000) on.",
                List.of(new FrameRange(2, 2))));
  }

  @Test
  void aFreeStructureThatIsAlsoMappedIsNamedOnce() {
    AddressSpace selfReferring = new DrawnMemory(4).put(0x2FFC, 0x2003).addressSpace(PG, 0x2000, 0);
    assertThat(CrossChecks.of(selfReferring, free(2)))
        .extracting(Finding::id)
        .containsExactly("paging-structure-free");
  }

  @Test
  void whatIsNotDecodedIsSaidToBe() {
    assertThat(CrossChecks.of(new DrawnMemory(4).addressSpace(FIVE_LEVELS)))
        .extracting(Finding::id)
        .containsExactly("paging-not-decoded");
  }

  @Test
  void aTableOutsideRam() {
    AddressSpace outside = new DrawnMemory(4).put(0x2000, 0x0900_0003).addressSpace(PG, 0x2000, 0);
    assertThat(CrossChecks.of(outside))
        .extracting(Finding::id)
        .containsExactly("paging-structure-outside-ram");
  }

  private static FrameBitmap free(int... frames) {
    byte[] bytes = new byte[512];
    Arrays.stream(frames).forEach(frame -> bytes[frame / 8] |= (byte) (1 << frame % 8));
    return FrameBitmap.ofBytes(bytes);
  }
}
