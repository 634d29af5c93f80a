// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import static dev.kernellab.memory.DrawnMemory.PAE;
import static dev.kernellab.memory.DrawnMemory.PG;
import static dev.kernellab.memory.DrawnMemory.PSE;
import static dev.kernellab.memory.DrawnMemory.registers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.Registers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PagingTablesTest {
  private final DrawnMemory memory =
      new DrawnMemory(8)
          .put(0x2000, 0x3003)
          .put(0x2004, 0x4003)
          .put(0x2008, 0x3003) // the first table again
          .put(0x200C, 0x7002) // not present
          .put(0x2010, 0x0040_0083) // 4 MiB, where PSE allows it
          .put(0x2FFC, 0x2003); // the directory itself

  @Test
  void theDirectoryAndItsTablesEachOnce() {
    assertThat(frames(registers(PG, 0x2018, PSE), memory)).containsExactly(new FrameRange(2, 3));
    assertThat(frames(registers(PG, 0x2000, 0), memory))
        .as("the table at 4 MiB is not RAM")
        .containsExactly(new FrameRange(2, 3));
  }

  @Test
  void nothingOutsideRam() {
    assertThat(frames(registers(PG, 0x9000, PSE), memory)).isEmpty();
  }

  @Test
  void nothingWhilePagingIsOff() {
    assertThat(frames(registers(0x11, 0x2000, 0), memory)).isEmpty();
  }

  @Test
  void pointerTableDirectoriesAndTablesOfPae() {
    var pae =
        new DrawnMemory(8)
            .putLong(0x1028, 0x3001) // entry 1 of the four at 0x1020
            .putLong(0x3000, 0x4003)
            .putLong(0x3008, 0x80_0083); // 2 MiB
    assertThat(frames(registers(PG, 0x1020, PAE), pae))
        .containsExactly(new FrameRange(1, 1), new FrameRange(3, 2));
  }

  @Test
  void whoeverFetchesIsToldLevelByLevel() {
    var told = new ArrayList<List<FrameRange>>();
    var telling =
        new PhysicalMemory() {
          @Override
          public java.util.Optional<java.nio.ByteBuffer> frame(long frame) {
            return memory.frame(frame);
          }

          @Override
          public void expect(List<FrameRange> frames) {
            told.add(frames);
          }
        };
    frames(registers(PG, 0x2000, PSE), telling);
    assertThat(told).containsExactly(List.of(new FrameRange(2, 1)), List.of(new FrameRange(2, 3)));
  }

  private static List<FrameRange> frames(Registers registers, PhysicalMemory memory) {
    return AddressSpace.read(registers, memory).pagingFrames();
  }
}
