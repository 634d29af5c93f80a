// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.memory.DrawnMemory;
import dev.kernellab.memory.FrameContents;
import dev.kernellab.memory.FreeFrameHashes;
import dev.kernellab.protocol.AllocatorProfile;
import dev.kernellab.protocol.AllocatorProfile.BitOrder;
import dev.kernellab.protocol.AllocatorProfile.Links;
import dev.kernellab.protocol.AllocatorProfile.Polarity;
import dev.kernellab.protocol.AllocatorProfile.Pool;
import dev.kernellab.protocol.Amount;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.FrameHashes;
import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.PhysicalAddress;
import dev.kernellab.protocol.Place;
import dev.kernellab.protocol.Profile;
import dev.kernellab.protocol.Registers;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Who wrote to a free frame, by a bitmap in frame 1 of the frames 0 to 63, bit 0 first.
class FreeFrameContentsTest {
  private final FreeFrameHashes hashes = new FreeFrameHashes(profile(null));

  @Test
  void aFrameThatChangedWhileItStayedFree() {
    var history = new KernelHistory(profile(null));
    assertThat(written(history, free(8, 9), hashed(Map.of(8, filled(1))))).as("first").isEmpty();
    assertThat(written(history, free(8, 9), hashed(Map.of()))).as("nothing changed").isEmpty();
    assertThat(written(history, free(8, 9), hashed(Map.of(9, filled(1))))).containsExactly(9);
    assertThat(written(history, free(8), hashed(Map.of(8, filled(2))))).containsExactly(8);
  }

  @Test
  void notOneThatWasGivenAwayOrHasJustBeenTakenBack() {
    var history = new KernelHistory(profile(null));
    written(history, free(8), hashed(Map.of()));
    assertThat(written(history, free(9), hashed(Map.of(9, filled(1))))).isEmpty();
    assertThat(written(history, free(8, 9), hashed(Map.of(8, filled(1))))).isEmpty();
  }

  @Test
  void nothingIsSaidWhereNobodyLooked() {
    var history = new KernelHistory(profile(null));
    written(history, free(8), hashed(Map.of()));
    assertThat(written(history, free(8), null)).isEmpty();
    assertThat(written(history, free(8), hashed(Map.of(8, filled(1))))).containsExactly(8);
  }

  @Test
  void withPoisonAFrameThatWasTakenBackAndDoesNotHoldIt() {
    var history = new KernelHistory(profile(0xCC));
    int poison = filled(0xCC);
    assertThat(written(history, free(8), hashed(Map.of(8, filled(1)))))
        .as("never given away, it may hold anything")
        .isEmpty();
    assertThat(written(history, free(8, 9), hashed(Map.of(9, poison)))).isEmpty();
    assertThat(written(history, free(8, 9, 10), hashed(Map.of()))).as("zeros").containsExactly(10);
    assertThat(written(history, free(8, 9, 10), hashed(Map.of(10, poison, 8, poison))))
        .as("8 was given away and taken back in between")
        .isEmpty();
    assertThat(written(history, free(8, 9), hashed(Map.of(9, filled(2))))).containsExactly(9);
  }

  @Test
  void linksInFreeFramesAreTheAllocatorsOwn() {
    var list =
        new AllocatorProfile.FreeList(
            new Place.Physical(new PhysicalAddress(0)),
            4,
            Links.PHYSICAL,
            null,
            null,
            new Pool(Amount.of(8), Amount.of(8)),
            null);
    var ofList = new FreeFrameHashes(profile(list, null));
    byte[] linked = new byte[4096];
    Arrays.fill(linked, 0, 12, (byte) 7);
    byte[] overwritten = new byte[4096];
    overwritten[32] = 1;

    assertThat(ofList.of(linked)).isEqualTo(ofList.ofZeros());
    assertThat(ofList.of(overwritten)).isNotEqualTo(ofList.ofZeros());
  }

  private List<Integer> written(
      KernelHistory history, byte[] bitmap, @Nullable FrameHashes looked) {
    var capture =
        new Capture(
            0,
            Capture.Reason.CHECKPOINT,
            "c",
            1L,
            false,
            REGISTERS,
            List.of(new FrameRange(1, 1)),
            List.of(FrameContents.deflate(1, bitmap)),
            null,
            null,
            null,
            looked,
            null);
    BitSet written = history.next(capture).moment().writtenWhileFree();
    return written.stream().boxed().toList();
  }

  private static FrameHashes hashed(Map<Integer, Integer> changed) {
    return FreeFrameHashes.pack(new TreeMap<>(changed));
  }

  private int filled(int value) {
    return hashes.ofFilled(value);
  }

  private static byte[] free(int... frames) {
    byte[] bitmap = new byte[4096];
    for (int frame : frames) {
      bitmap[frame / 8] |= (byte) (1 << frame % 8);
    }
    return bitmap;
  }

  private static Profile profile(@Nullable Integer poison) {
    var bitmap =
        new AllocatorProfile.Bitmap(
            new Place.Physical(new PhysicalAddress(0x1000)),
            Amount.of(64),
            Polarity.ONE_IS_FREE,
            BitOrder.LEAST_SIGNIFICANT_FIRST,
            null,
            null,
            null,
            null);
    return profile(bitmap, poison);
  }

  private static Profile profile(AllocatorProfile allocator, @Nullable Integer poison) {
    return new Profile(
        "p",
        "P",
        allocator,
        List.of(),
        List.of(),
        List.of(),
        null,
        null,
        null,
        null,
        new Profile.FreeFrames(poison, null),
        null);
  }

  private static final Registers REGISTERS = DrawnMemory.registers(0, 0, 0);
}
