// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.allocator;

import static dev.kernellab.memory.allocator.Accounts.bitmap;
import static dev.kernellab.memory.allocator.Accounts.free;
import static dev.kernellab.memory.allocator.Accounts.physical;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.memory.AddressSpace;
import dev.kernellab.memory.DrawnMemory;
import dev.kernellab.protocol.AllocatorProfile;
import dev.kernellab.protocol.AllocatorProfile.BitOrder;
import dev.kernellab.protocol.AllocatorProfile.Bitmap;
import dev.kernellab.protocol.AllocatorProfile.Polarity;
import dev.kernellab.protocol.AllocatorProfile.SegmentTable;
import dev.kernellab.protocol.AllocatorProfile.Unit;
import dev.kernellab.protocol.Amount;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.PhysicalAddress;
import dev.kernellab.protocol.Place;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bitmaps drawn by hand, with what each bit says of its frame.
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class BitmapReaderTest {
  private final DrawnMemory memory = new DrawnMemory(64);

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {31, 32, 33, 34})
  void isReadOneBitAtATimeInEveryForm(long seed) {
    var random = new Random(seed);
    byte[] raw = new byte[1_024];
    random.nextBytes(raw);
    memory.put(0x5678, raw);
    for (Polarity polarity : Polarity.values()) {
      for (BitOrder order : BitOrder.values()) {
        for (int word : new int[] {1, 2, 4}) {
          int first = random.nextInt(1_000);
          AllocationMap map = map(bitmap(physical(0x5678), 8_000, polarity, order, word, first));
          assertThat(map.frames()).isEqualTo(8_000);
          for (int frame = 0; frame < 10_000; frame++) {
            boolean inside = frame >= first && frame < first + 8_000;
            boolean one = inside && one(raw, order, word, frame - first);
            assertThat(map.free().isFree(frame))
                .as("seed %d, %s, %s, word %d, frame %d", seed, polarity, order, word, frame)
                .isEqualTo(inside && one == (polarity == Polarity.ONE_IS_FREE));
            assertThat(map.isKnown(frame)).isEqualTo(inside);
          }
        }
      }
    }
  }

  @Test
  void goesThroughATableOfSegments() {
    // Two segments of 3 and 5 frames at frames 100 and 200; a free frame's bit is 1.
    memory.put(0x5000, 0b1010_0101).put(0x6000, 100).put(0x6004, 3).put(0x6008, 200);
    memory.put(0x600C, 5);
    var table = new SegmentTable(physical(0x6000), Amount.of(2), 8, 0, 4, Unit.FRAMES);
    AllocationMap map =
        map(
            new Bitmap(
                physical(0x5000),
                Amount.of(8),
                Polarity.ONE_IS_FREE,
                BitOrder.LEAST_SIGNIFICANT_FIRST,
                null,
                null,
                table,
                null));
    assertThat(free(map)).containsExactly(100, 102, 202, 204);
    assertThat(map.source(204))
        .contains(
            new AllocationMap.Source(
                "allocator", new PhysicalAddress(0x5000), "bit 7 of the bitmap"));
  }

  @Test
  void isFoundBehindAPointerAndBySymbolThroughTheTables() {
    // Linear 0xC0000000 is frame 4; the pointer at `bitmap` says 0xC0001000, which is frame 7.
    memory.put(0x2C00, 0x3003).put(0x3000, 0x4003).put(0x3004, 0x7003);
    memory.put(0x4010, 0xC000_1000L).put(0x4014, 16).put(0x7000, 0b10);
    var symbols =
        Map.of(
            "bitmap", new LinearAddress(0xC000_0010L),
            "frames", new LinearAddress(0xC000_0014L));
    var profile =
        new Bitmap(
            new Place.Pointer(new Place.Symbol("bitmap", 0), Place.Holds.LINEAR, 0),
            new Amount.Value(new Place.Symbol("frames", 0), 4, 1, 1, 0),
            Polarity.ONE_IS_FREE,
            BitOrder.LEAST_SIGNIFICANT_FIRST,
            null,
            null,
            null,
            null);
    AddressSpace space = memory.addressSpace(0x8000_0001, 0x2000, 0);
    var data = new KernelData(memory, space, symbols);
    AllocationMap map = ((AllocatorReading.Read) AllocatorReader.read(profile, data)).map();
    assertThat(map.frames()).isEqualTo(16);
    assertThat(free(map)).containsExactly(1);
    assertThat(map.storage().stream()).containsExactly(7);
  }

  private AllocationMap map(AllocatorProfile profile) {
    return Accounts.map(memory, profile);
  }

  /// Whether the bit of an index is 1, looked up by arithmetic alone.
  private static boolean one(byte[] raw, BitOrder order, int word, int index) {
    int bits = 8 * word;
    long value = 0;
    for (int i = word - 1; i >= 0; i--) {
      value = value * 256 + Byte.toUnsignedInt(raw[index / bits * word + i]);
    }
    int position =
        order == BitOrder.LEAST_SIGNIFICANT_FIRST ? index % bits : bits - 1 - index % bits;
    return value / (1L << position) % 2 == 1;
  }
}
