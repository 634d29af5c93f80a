// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.discover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.memory.DrawnMemory;
import dev.kernellab.memory.discover.ImageData.Datum;
import dev.kernellab.protocol.AllocatorProfile.BitOrder;
import dev.kernellab.protocol.AllocatorProfile.Bitmap;
import dev.kernellab.protocol.AllocatorProfile.Polarity;
import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.PhysicalAddress;
import dev.kernellab.protocol.PhysicalSpan;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A machine with 4 MiB and a kernel in frames 256 to 300, without paging. Its bitmap is written
/// bit by bit.
class DiscoveryTest {
  private static final int FRAMES = 1_024;
  private static final int AT = 0x105_100;
  private static final FrameRange IMAGE = new FrameRange(256, 45);
  private static final PhysicalSpan RAM =
      new PhysicalSpan(
          new PhysicalAddress(0),
          new PhysicalAddress(FRAMES * 4096L - 1),
          PhysicalSpan.Sort.RAM,
          "pc.ram");

  private final DrawnMemory memory = new DrawnMemory(FRAMES);
  private final Discovery discovery =
      new Discovery(
          new ImageData(
              List.of(IMAGE),
              List.of(
                  new Datum("bitmap", new LinearAddress(0x104_000), FRAMES / 8),
                  new Datum("q", new LinearAddress(AT), FRAMES / 8))));

  @ParameterizedTest(name = "{0}, {1}, seed {2}")
  @CsvSource({
    "ONE_IS_FREE, LEAST_SIGNIFICANT_FIRST, 1",
    "ONE_IS_FREE, MOST_SIGNIFICANT_FIRST, 2",
    "ONE_IS_ALLOCATED, LEAST_SIGNIFICANT_FIRST, 3",
    "ONE_IS_ALLOCATED, MOST_SIGNIFICANT_FIRST, 4",
  })
  void aBitmapIsFoundWithItsPolarityAndOrder(Polarity polarity, BitOrder order, long seed) {
    BitSet free = somethingLikely(new Random(seed));
    write(free, polarity, order);

    Proposal found = look().getFirst();

    var bitmap = (Bitmap) found.allocator();
    assertThat(bitmap.at().words()).as("not by its name").isEqualTo("q");
    assertThat(bitmap.polarity()).isEqualTo(polarity);
    assertThat(bitmap.bitOrder()).isEqualTo(order);
    assertThat(found.free()).isEqualTo(free);
  }

  /// In whole bytes, every order reads the same: that is told, not guessed.
  @Test
  void whatCannotBeToldApartIsATie() {
    var free = new BitSet();
    free.set(304, FRAMES);
    write(free, Polarity.ONE_IS_FREE, BitOrder.LEAST_SIGNIFICANT_FIRST);

    assertThat(look().getFirst().undecided())
        .contains("read most significant bit first: reads the same");
  }

  @Test
  void framesThatCannotBeFreeTellOrdersApart() {
    var free = new BitSet();
    free.set(301, FRAMES); // the image ends inside a byte of the bitmap
    write(free, Polarity.ONE_IS_FREE, BitOrder.LEAST_SIGNIFICANT_FIRST);

    Proposal found = look().getFirst();

    assertThat(found.undecided()).noneMatch(it -> it.contains("significant"));
    assertThat(found.evidence())
        .contains("read most significant bit first: 723 free frames, of which 3 cannot be");
  }

  @Test
  void whatContradictsTheMachineIsNoProposal() {
    var free = new BitSet();
    free.set(0, FRAMES); // the image too, or what is beyond RAM
    write(free, Polarity.ONE_IS_FREE, BitOrder.LEAST_SIGNIFICANT_FIRST);

    assertThat(look()).isEmpty();
  }

  @Test
  void nothingIsFoundInNoise() {
    byte[] noise = new byte[IMAGE.count() * 4096];
    new Random(5).nextBytes(noise);
    memory.put(IMAGE.first() * 4096L, noise);

    assertThat(look()).isEmpty();
  }

  private static BitSet somethingLikely(Random random) {
    var free = new BitSet();
    free.set(301, FRAMES);
    for (int taken = 0, frame = 301; taken < 60; taken++, frame += 1 + random.nextInt(3)) {
      free.clear(frame);
    }
    return free;
  }

  private void write(BitSet free, Polarity polarity, BitOrder order) {
    byte[] bytes = new byte[FRAMES / 8];
    for (int frame = 0; frame < FRAMES; frame++) {
      int bit = order == BitOrder.LEAST_SIGNIFICANT_FIRST ? frame % 8 : 7 - frame % 8;
      boolean one = free.get(frame) == (polarity == Polarity.ONE_IS_FREE);
      bytes[frame / 8] |= (byte) (one ? 1 << bit : 0);
    }
    memory.put(AT, bytes);
  }

  private List<Proposal> look() {
    discovery.look(new Standstill(null, DrawnMemory.registers(0, 0, 0), memory, List.of(RAM)));
    return discovery.proposals();
  }
}
