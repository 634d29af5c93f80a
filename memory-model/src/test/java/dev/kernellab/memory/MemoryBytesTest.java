// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.protocol.Hex64;
import dev.kernellab.protocol.RunAnswer;
import dev.kernellab.protocol.RunQuestion;
import dev.kernellab.protocol.RunQuestion.Space;
import org.junit.jupiter.api.Test;

/// Four frames: a directory, a table that maps 0x1000 to frame 3 and 0x2000 to where no RAM is, and
/// a frame with something in it.
class MemoryBytesTest {
  private final DrawnMemory memory =
      new DrawnMemory(4)
          .put(0x1000, 0x2003)
          .put(0x2004, 0x3003)
          .put(0x2008, 0x9003)
          .put(0x3000, 0x11223344)
          .put(0x3FFC, 0x55667788);

  private RunAnswer.Memory read(Space space, long address, int length) {
    var question = new RunQuestion.Memory(space, new Hex64(address), length);
    return MemoryBytes.read(question, () -> memory.addressSpace(DrawnMemory.PG, 0x1000, 0), memory);
  }

  @Test
  void readsWhatIsThere() {
    assertThat(read(Space.PHYSICAL, 0x3000, 4).bytes()).containsExactly(0x44, 0x33, 0x22, 0x11);
    assertThat(read(Space.LINEAR, 0x1FFC, 4).bytes()).containsExactly(0x88, 0x77, 0x66, 0x55);
    assertThat(read(Space.LINEAR, 0x1000, 4096).unreadable()).isEmpty();
  }

  @Test
  void saysWhatIsNotAndJoinsNeighbours() {
    assertThat(read(Space.LINEAR, 0xFFE, 0x2010).unreadable())
        .containsExactly(new RunAnswer.Gap(0, 2), new RunAnswer.Gap(0x1002, 0x100E));
    assertThat(read(Space.PHYSICAL, 0x3FFC, 0x3000).unreadable())
        .containsExactly(new RunAnswer.Gap(4, 0x2FFC));
  }

  @Test
  void addressesThatThereAreNotAreUnreadable() {
    for (long address : new long[] {1L << 47, -4096, -1, Long.MIN_VALUE, 0xFFFF_FFFFL}) {
      assertThat(read(Space.LINEAR, address, 64).unreadable()).isNotEmpty();
      assertThat(read(Space.PHYSICAL, address, 64).unreadable())
          .containsExactly(new RunAnswer.Gap(0, 64));
    }
  }
}
