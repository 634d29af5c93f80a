// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.end;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.memory.DrawnMemory;
import dev.kernellab.memory.LinearMemory;
import dev.kernellab.protocol.LinearAddress;
import org.junit.jupiter.api.Test;

/// Stacks drawn by hand in 64 KiB of RAM, paging off.
class BacktraceTest {
  private static final int TOP = 0x8000;

  private final DrawnMemory memory = new DrawnMemory(16);
  private int eip = 0x1000;

  @Test
  void innermostFirstUpToAFramePointerOfZero() {
    frame(TOP, TOP + 0x20, 0x1005);
    frame(TOP + 0x20, 0, 0x2005);

    Backtrace trace = read(TOP);

    assertThat(trace.frames())
        .extracting(Backtrace.Frame::returnAddress)
        .containsExactly(new LinearAddress(0x1005), new LinearAddress(0x2005));
    assertThat(trace.frames().getFirst().call()).isEqualTo(new LinearAddress(0x1004));
    assertThat(trace.end()).isEqualTo("The chain ends as it should, with a frame pointer of 0.");
  }

  @Test
  void frameThatRefersToItself() {
    frame(TOP, TOP, 0x1005);

    assertThat(read(TOP).frames()).hasSize(1);
    assertThat(read(TOP).end()).contains("refers to itself");
  }

  @Test
  void framesInACircle() {
    frame(TOP, TOP + 0x20, 0x1005);
    frame(TOP + 0x20, TOP, 0x2005);

    assertThat(read(TOP).frames()).hasSize(2);
    assertThat(read(TOP).end())
        .isEqualTo(
            "The frame at 0x00008020 refers to 0x00008000, which is no caller's: the chain"
                + " ends there.");
  }

  @Test
  void aWildPointerIsNotFollowed() {
    frame(TOP, 0xDEADBEEF, 0x1005);

    assertThat(read(TOP).frames()).hasSize(1);
    assertThat(read(TOP).end()).contains("0xDEADBEEF");
  }

  @Test
  void framesOutsideRam() {
    assertThat(read(0xFFFF_FFFE).frames()).isEmpty();
    assertThat(read(0xFFFF_FFFE).end()).contains("leads out of RAM");
  }

  @Test
  void moreCallsThanAnybodyReads() {
    for (int frame = TOP; frame < 0xF000; frame += 8) {
      frame(frame, frame + 8, 0x1005);
    }

    assertThat(read(TOP).frames()).hasSize(64);
    assertThat(read(TOP).end()).contains("longer than 64");
  }

  @Test
  void aNumberBelowTheStackIsNoFramePointer() {
    assertThat(read(7).frames()).isEmpty();
    assertThat(read(7).end()).contains("-fno-omit-frame-pointer");
  }

  /// `call 0x1800` at 0x1100, and EIP behind 0x1800, where there is no `push %ebp`.
  @Test
  void aFunctionWithoutAFrameIsFoundByTheCallBeforeItsReturnAddress() {
    memory.put(0x10FC, 0xE800_0000L).put(0x1100, 0x1800 - 0x1104);
    memory.put(TOP - 16, 0x1104).put(0x1800, 0xFEEB);
    eip = 0x1800;
    frame(TOP, 0, 0x2005);

    assertThat(read(TOP).frames())
        .extracting(Backtrace.Frame::returnAddress)
        .containsExactly(new LinearAddress(0x1104), new LinearAddress(0x2005));
    memory.put(0x1800, 0xE58955);
    assertThat(read(TOP).frames()).hasSize(1);
  }

  private void frame(int at, int saved, int returnTo) {
    memory.put(at, saved).put(at + 4, returnTo);
  }

  @Test
  void framesOf64BitCodeAreOfEightBytes() {
    memory.put(TOP, TOP + 0x20).put(TOP + 4, 0).put(TOP + 8, 0x1005).put(TOP + 12, 0);
    memory.put(TOP + 0x20, 0).put(TOP + 0x24, 0).put(TOP + 0x28, 0x2005).put(TOP + 0x2C, 0x8000);

    Backtrace trace = read(new Pointers(true, eip, TOP - 16, TOP, 0));

    assertThat(trace.frames())
        .extracting(Backtrace.Frame::returnAddress)
        .containsExactly(new LinearAddress(0x1005));
    assertThat(trace.end()).isEqualTo("Return address 0x800000002005 is no address.");
  }

  /// The kernel's half, down from 2^64, begins where subtracting 1 leads out of it.
  @Test
  void aCallIsBeforeItsReturnAddressInTheUpperHalfToo() {
    var high = new LinearAddress(0xFFFF_FFFF_8010_0005L);
    assertThat(Backtrace.before(high)).isEqualTo(new LinearAddress(0xFFFF_FFFF_8010_0004L));
    var lowest = new LinearAddress(0xFFFF_8000_0000_0000L);
    assertThat(Backtrace.before(lowest)).isEqualTo(lowest);
  }

  private Backtrace read(int framePointer) {
    long pointer = Integer.toUnsignedLong(framePointer);
    return read(new Pointers(false, eip, TOP - 16, pointer, 0));
  }

  private Backtrace read(Pointers pointers) {
    return Backtrace.read(
        pointers, new LinearAddress(eip), new LinearMemory(memory.addressSpace(1, 0, 0), memory));
  }
}
