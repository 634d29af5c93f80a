// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.PhysicalAddress;
import dev.kernellab.protocol.RunAnswer;
import dev.kernellab.protocol.RunQuestion;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// Bytes of memory for whoever wants to look at them, page by page; what cannot be read is said.
public final class MemoryBytes {
  private static final int PAGE = PhysicalAddress.FRAME_SIZE;
  private static final long FRAMES = 1L << 20;

  private final PhysicalMemory memory;
  private final byte[] bytes;
  private final List<RunAnswer.Gap> gaps = new ArrayList<>();

  private MemoryBytes(PhysicalMemory memory, int length) {
    this.memory = memory;
    this.bytes = new byte[length];
  }

  /// @param space asked for only when linear addresses are meant
  public static RunAnswer.Memory read(
      RunQuestion.Memory question, Supplier<AddressSpace> space, PhysicalMemory memory) {
    var read = new MemoryBytes(memory, question.length());
    switch (question.space()) {
      case PHYSICAL -> read.physical(question.address().value());
      case LINEAR -> read.linear(question.address().value(), space.get());
    }
    return new RunAnswer.Memory(read.bytes, read.gaps);
  }

  private void physical(long address) {
    long first = address >>> 12;
    long end = Math.min(FRAMES, (address + bytes.length - 1 >>> 12) + 1);
    if (first < end) {
      memory.expect(List.of(new FrameRange((int) first, (int) (end - first))));
    }
    pages(address, page -> OptionalLong.of(page));
  }

  private void linear(long address, AddressSpace space) {
    pages(address, page -> translated(page, space));
  }

  private static OptionalLong translated(long page, AddressSpace space) {
    if (page >> 47 != 0 && page >> 47 != -1) {
      return OptionalLong.empty();
    }
    return space.translate(new LinearAddress(page)) instanceof Translation.Mapped it
        ? OptionalLong.of(it.physical().value())
        : OptionalLong.empty();
  }

  /// Where a page lies in physical memory.
  @FunctionalInterface
  private interface Placement {
    OptionalLong of(long page);
  }

  private void pages(long address, Placement placement) {
    for (int done = 0; done < bytes.length; ) {
      long at = address + done;
      int within = (int) (at & PAGE - 1);
      int length = Math.min(PAGE - within, bytes.length - done);
      boolean wrapped = Long.compareUnsigned(at, address) < 0;
      copy(wrapped ? OptionalLong.empty() : placement.of(at - within), within, done, length);
      done += length;
    }
  }

  private void copy(OptionalLong physical, int within, int offset, int length) {
    var frame =
        physical.isPresent()
            ? memory.frame(physical.getAsLong() >>> 12)
            : Optional.<ByteBuffer>empty();
    if (frame.isPresent()) {
      frame.get().get(within, bytes, offset, length);
    } else if (!gaps.isEmpty() && end(gaps.getLast()) == offset) {
      RunAnswer.Gap before = gaps.removeLast();
      gaps.add(new RunAnswer.Gap(before.offset(), before.length() + length));
    } else {
      gaps.add(new RunAnswer.Gap(offset, length));
    }
  }

  private static int end(RunAnswer.Gap gap) {
    return gap.offset() + gap.length();
  }
}
