// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory;

import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.PhysicalAddress;
import java.util.ArrayList;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Memory as the processor sees it through one address space, in small pieces at any address. Where
/// linear addresses end at 4 GiB, they start again at 0 beyond it. For one thread.
public final class LinearMemory {
  private static final long MASK = 0xFFFF_FFFFL;
  private static final long PAGE_MASK = ~0xFFFL;

  private final AddressSpace space;
  private final PhysicalMemory memory;

  /// The page of the word before, which the next is likely to lie in; -1 before the first.
  private long page = -1;

  /// Where that page is mapped to; null when it is not.
  private @Nullable PhysicalAddress pageFrame;

  public LinearMemory(AddressSpace space, PhysicalMemory memory) {
    this.space = space;
    this.memory = memory;
  }

  public AddressSpace space() {
    return space;
  }

  /// Empty where nothing is mapped, or no RAM.
  public OptionalInt byteAt(long linear) {
    OptionalLong word = aligned(within(linear) & ~3L);
    return word.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of((int) (word.getAsLong() >>> (8 * (linear & 3))) & 0xFF);
  }

  /// Four bytes, least significant first.
  public OptionalLong word(long linear) {
    return number(linear, 4);
  }

  /// Eight bytes, least significant first.
  public OptionalLong quad(long linear) {
    return number(linear, 8);
  }

  /// Says that words from `linear` on will be asked for.
  public void expect(long linear, long length) {
    var frames = new ArrayList<FrameRange>();
    for (long page = linear & ~0xFFFL; page < linear + length; page += 0x1000) {
      if (translate(within(page)) instanceof Translation.Mapped it
          && it.physical().frame() < 1 << 20) {
        frames.add(new FrameRange((int) it.physical().frame(), 1));
      }
    }
    memory.expectWords(FrameRanges.union(frames));
  }

  private OptionalLong number(long linear, int bytes) {
    long number = 0;
    int taken;
    for (int done = 0; done < bytes; done += taken) {
      long at = within(linear + done);
      int skipped = (int) at & 3;
      OptionalLong word = aligned(at & ~3L);
      if (word.isEmpty()) {
        return OptionalLong.empty();
      }
      taken = Math.min(4 - skipped, bytes - done);
      long piece = (word.getAsLong() >>> (8 * skipped)) & ((1L << (8 * taken)) - 1);
      number |= piece << (8 * done);
    }
    return OptionalLong.of(number);
  }

  /// Only such words are ever read, so that whoever reads the same again finds them captured.
  private OptionalLong aligned(long linear) {
    if ((linear & PAGE_MASK) != page) {
      page = linear & PAGE_MASK;
      pageFrame = translate(page) instanceof Translation.Mapped it ? it.physical() : null;
    }
    return pageFrame == null ? OptionalLong.empty() : memory.word(pageFrame.plus(linear - page));
  }

  private long within(long linear) {
    return space.mode().isNarrow() ? linear & MASK : linear;
  }

  private @Nullable Translation translate(long linear) {
    return LinearAddress.isCanonical(linear) ? space.translate(new LinearAddress(linear)) : null;
  }
}
