// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.allocator;

import static dev.kernellab.memory.allocator.Accounts.bitmap;
import static dev.kernellab.memory.allocator.Accounts.free;
import static dev.kernellab.memory.allocator.Accounts.ids;
import static dev.kernellab.memory.allocator.Accounts.physical;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.memory.AddressSpace;
import dev.kernellab.memory.DrawnMemory;
import dev.kernellab.protocol.AllocatorProfile;
import dev.kernellab.protocol.AllocatorProfile.BitOrder;
import dev.kernellab.protocol.AllocatorProfile.Bitmap;
import dev.kernellab.protocol.AllocatorProfile.Buddy;
import dev.kernellab.protocol.AllocatorProfile.FreeList;
import dev.kernellab.protocol.AllocatorProfile.FreeWhen;
import dev.kernellab.protocol.AllocatorProfile.Links;
import dev.kernellab.protocol.AllocatorProfile.Lists;
import dev.kernellab.protocol.AllocatorProfile.NodeArray;
import dev.kernellab.protocol.AllocatorProfile.PageArray;
import dev.kernellab.protocol.AllocatorProfile.Part;
import dev.kernellab.protocol.AllocatorProfile.Polarity;
import dev.kernellab.protocol.AllocatorProfile.Pool;
import dev.kernellab.protocol.AllocatorProfile.Ranges;
import dev.kernellab.protocol.AllocatorProfile.Several;
import dev.kernellab.protocol.AllocatorProfile.Unit;
import dev.kernellab.protocol.Amount;
import dev.kernellab.protocol.Hex32;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.Place;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Accounts drawn by hand, byte by byte, with what they say of each frame; bitmaps are
/// [BitmapReaderTest]'s.
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class AllocatorReaderTest {
  private static final Place AT = physical(0x5000);
  private static final Pool POOL = new Pool(Amount.of(16), Amount.of(48));

  private final DrawnMemory memory = new DrawnMemory(64);

  @Nested
  class AFreeList {
    @Test
    void ofFramesThatHoldTheirOwnLinks() {
      memory.put(0x5000, 0x14000).put(0x14000, 0x20000).put(0x20000, 0x11000);
      AllocationMap map = map(freeList(null, null));
      assertThat(free(map)).containsExactly(0x11, 0x14, 0x20);
      assertThat(map.frames()).isEqualTo(48);
      assertThat(map.findings()).isEmpty();
      assertThat(map.storage().get(0x14)).isFalse();
      assertThat(map.source(0x20).orElseThrow().detail()).startsWith("node 1 of");
      assertThat(map.source(0x21)).isEmpty();
    }

    @Test
    void ofPageStructuresWithCounts() {
      // Entries of 8 bytes at 0x6000, link first, count second; entry 20 stands for three frames.
      memory.put(0x5000, 0x6000 + 20 * 8).put(0x6000 + 20 * 8, 0x6000 + 30 * 8);
      memory.put(0x6000 + 20 * 8 + 4, 3).put(0x6000 + 30 * 8 + 4, 1);
      AllocationMap map = map(freeList(new NodeArray(physical(0x6000), 8, Amount.of(0)), 4));
      assertThat(free(map)).containsExactly(20, 21, 22, 30);
    }

    @Test
    void thatLoopsEnds() {
      memory.put(0x5000, 0x14000).put(0x14000, 0x15000).put(0x15000, 0x14000);
      AllocationMap map = map(freeList(null, null));
      assertThat(free(map)).containsExactly(0x14, 0x15);
      assertThat(ids(map)).containsExactly("free-list-loops");
    }

    @Test
    void thatComesBackToItsHeadIsSound() {
      memory.put(0x5000, 0x14000).put(0x14000, 0x5000);
      AllocationMap map = map(freeList(null, null));
      assertThat(free(map)).containsExactly(0x14);
      assertThat(map.findings()).isEmpty();
    }

    @Test
    void thatLeadsOutsideThePoolOrRamEnds() {
      memory.put(0x5000, 0x14000).put(0x14000, 0x3000);
      assertThat(ids(map(freeList(null, null))))
          .containsExactly("free-list-broken", "free-outside-pool");
      memory.put(0x14000, 0x0900_0000);
      assertThat(ids(map(freeList(null, null)))).contains("free-list-broken");
    }

    @Test
    void ofAMillionNodesOfNoFramesEnds() {
      var large = new DrawnMemory(1_024);
      for (int node = 0; node < 400_000; node++) {
        large.put(0x10000 + 8L * node, 0x10000 + 8L * (node + 1));
      }
      large.put(0x5000, 0x10000);
      var data = new KernelData(large, large.addressSpace(0x11, 0, 0), Map.of());
      var reading =
          AllocatorReader.read(
              freeList(new NodeArray(physical(0x10000), 8, Amount.of(0)), 4), data);
      assertThat(ids(((AllocatorReading.Read) reading).map())).contains("free-list-broken");
    }
  }

  @Test
  void aPageArrayTellsFramesByAField() {
    // Entries of 4 bytes: a reference count in the upper half, flags in the lower; frame 3 on.
    memory.put(0x5000, 0x0001_0000).put(0x5004, 0x0000_0001).put(0x5008, 0x0000_0002);
    var profile =
        new PageArray(
            AT, Amount.of(3), 4, new FreeWhen(0, 4, new Hex32(0xFFFF_0001), 0), Amount.of(3), null);
    assertThat(free(map(profile))).containsExactly(5);
    var counts = new PageArray(AT, Amount.of(3), 4, new FreeWhen(2, 2, null, 0), null, null);
    assertThat(free(map(counts))).containsExactly(1, 2);
  }

  @Test
  void aBuddyAllocatorHasAListForEachPowerOfTwo() {
    memory.put(0x5000, 0x11000).put(0x5008, 0).put(0x5010, 0x14000).put(0x14000, 0x20000);
    var profile = new Buddy(AT, 8, 3, 0, Links.PHYSICAL, null, POOL, null);
    assertThat(free(map(profile)))
        .containsExactly(0x11, 0x14, 0x15, 0x16, 0x17, 0x20, 0x21, 0x22, 0x23);
    memory.put(0x5008, 0x14000); // the same two frames in two lists
    assertThat(ids(map(profile))).containsExactly("free-twice");
  }

  @Nested
  class RangesInATable {
    @Test
    void ofFreeMemoryInBytes() {
      memory.put(0x5000, 0x14000).put(0x5004, 0x3000).put(0x5008, 0x20000).put(0x500C, 0x1000);
      assertThat(free(map(ranges(2, 8, 4, null, Lists.FREE))))
          .containsExactly(0x14, 0x15, 0x16, 0x20);
    }

    @Test
    void asAStackOfFrames() {
      memory.put(0x5000, 0x14000).put(0x5004, 0x20000).put(0x5008, 0x16000);
      assertThat(free(map(ranges(2, 4, null, null, Lists.FREE)))).containsExactly(0x14, 0x20);
    }

    @Test
    void asAMarkUpToWhichEverythingIsGiven() {
      memory.put(0x5000, 0x3E000);
      assertThat(free(map(ranges(1, 4, null, Amount.of(64), Lists.FREE)))).containsExactly(62, 63);
    }

    @Test
    void ofAllocatedMemory() {
      memory.put(0x5000, 0x12000).put(0x5004, 0x2E000);
      assertThat(free(map(ranges(1, 8, 4, null, Lists.ALLOCATED)))).containsExactly(16, 17);
    }
  }

  @Test
  void severalAllocatorsEachForItsFrames() {
    memory.put(0x5000, 0b11).put(0x6000, 0b01);
    var low = bitmap(AT, 8, Polarity.ONE_IS_FREE, BitOrder.LEAST_SIGNIFICANT_FIRST, 1, 0);
    var high =
        bitmap(physical(0x6000), 8, Polarity.ONE_IS_FREE, BitOrder.LEAST_SIGNIFICANT_FIRST, 1, 8);
    AllocationMap map =
        map(new Several(List.of(new Part("low", low), new Part("high", high)), null));
    assertThat(free(map)).containsExactly(0, 1, 8);
    assertThat(map.frames()).isEqualTo(16);
    assertThat(map.source(8).orElseThrow().allocator()).isEqualTo("high");

    var overlapping =
        bitmap(physical(0x6000), 8, Polarity.ONE_IS_FREE, BitOrder.LEAST_SIGNIFICANT_FIRST, 1, 4);
    assertThat(ids(map(new Several(List.of(new Part("a", low), new Part("b", overlapping)), null))))
        .containsExactly("allocators-overlap");
  }

  @Nested
  class WhatDoesNotFit {
    @Test
    void isSaid() {
      assertThat(reason(bitmapAt(new Place.Symbol("frame_map", 0))))
          .contains("the image defines no symbol \"frame_map\"");
      assertThat(reason(bitmapAt(physical(0x0900_0000)))).contains("is outside RAM");
      assertThat(reason(bitmapAt(new Place.Pointer(AT, Place.Holds.LINEAR, 0))))
          .isEqualTo("0x00005000 is a null pointer");
      memory.put(0x5000, 0x7FFF_FFFF);
      assertThat(
              reason(
                  new Bitmap(
                      AT,
                      new Amount.Value(AT, 4, 1, 1, 0),
                      Polarity.ONE_IS_FREE,
                      BitOrder.LEAST_SIGNIFICANT_FIRST,
                      null,
                      null,
                      null,
                      null)))
          .isEqualTo(
              "the number of frames is 2,147,483,647, by the number at 0x00005000;"
                  + " expected 1 to 1,048,576");
      assertThat(
              reason(
                  new PageArray(
                      AT, Amount.of(1 << 20), 64, new FreeWhen(0, 4, null, 0), null, null)))
          .contains("the lab reads up to");
    }

    @Test
    void aSymbolThatIsNotMapped() {
      AddressSpace space = memory.addressSpace(0x8000_0001, 0x2000, 0);
      var data =
          new KernelData(memory, space, Map.of("frame_map", new LinearAddress(0xC010_0000L)));
      var reading = AllocatorReader.read(bitmapAt(new Place.Symbol("frame_map", 0)), data);
      assertThat(((AllocatorReading.Unreadable) reading).reason())
          .isEqualTo(
              "the bitmap at frame_map, at L0xC0100000, is not mapped: PDE 768 is not present");
    }
  }

  private static Bitmap bitmapAt(Place at) {
    return bitmap(at, 64, Polarity.ONE_IS_FREE, BitOrder.LEAST_SIGNIFICANT_FIRST, 1, 0);
  }

  private static FreeList freeList(@Nullable NodeArray nodes, @Nullable Integer count) {
    return new FreeList(AT, 0, Links.PHYSICAL, nodes, count, POOL, null);
  }

  private static Ranges ranges(
      int entries, int entryBytes, @Nullable Integer length, @Nullable Amount until, Lists lists) {
    return new Ranges(
        AT, Amount.of(entries), entryBytes, 0, length, until, Unit.BYTES, lists, POOL, null);
  }

  private AllocationMap map(AllocatorProfile profile) {
    return Accounts.map(memory, profile);
  }

  private String reason(AllocatorProfile profile) {
    return ((AllocatorReading.Unreadable) Accounts.read(memory, profile)).reason();
  }
}
