// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import static dev.kernellab.memory.DrawnMemory.PAE;
import static dev.kernellab.memory.DrawnMemory.PG;
import static dev.kernellab.memory.DrawnMemory.PSE;
import static dev.kernellab.memory.DrawnMemory.registers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.protocol.FrameRange;
import org.junit.jupiter.api.Test;

class PagingStructuresTest {
  private final DrawnMemory memory =
      new DrawnMemory(8)
          .put(0x2000, 0x3003)
          .put(0x2004, 0x4003)
          .put(0x2008, 0x3003) // the first table again
          .put(0x200C, 0x7002) // not present
          .put(0x2010, 0x0040_0083) // 4 MiB, where PSE allows it
          .put(0x2FFC, 0x2003); // the directory itself

  @Test
  void theDirectoryFirstThenItsTables() {
    assertThat(PagingStructures.directory(registers(PG, 0x2018, 0))).contains(new FrameRange(2, 1));
    assertThat(PagingStructures.tables(registers(PG, 0x2000, PSE), memory.frame(2).orElseThrow()))
        .containsExactly(new FrameRange(2, 3));
    assertThat(PagingStructures.tables(registers(PG, 0x2000, 0), memory.frame(2).orElseThrow()))
        .containsExactly(new FrameRange(2, 3), new FrameRange(0x400, 1));
  }

  @Test
  void allAtOnce() {
    assertThat(PagingStructures.frames(registers(PG, 0x2000, PSE), memory))
        .containsExactly(new FrameRange(2, 3));
    assertThat(PagingStructures.frames(registers(PG, 0x9000, PSE), memory))
        .as("a directory outside RAM still has a frame number")
        .containsExactly(new FrameRange(9, 1));
  }

  @Test
  void nothingWhileThereIsNothingToDecode() {
    assertThat(PagingStructures.directory(registers(0x11, 0x2000, 0))).isEmpty();
    assertThat(PagingStructures.directory(registers(PG, 0x2000, PAE))).isEmpty();
    assertThat(PagingStructures.frames(registers(0x11, 0x2000, 0), memory)).isEmpty();
  }
}
