// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.memory.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.memory.DrawnMemory;
import dev.kernellab.memory.Finding;
import dev.kernellab.memory.allocator.AllocatorReading;
import dev.kernellab.protocol.AllocatorProfile;
import dev.kernellab.protocol.AllocatorProfile.BitOrder;
import dev.kernellab.protocol.AllocatorProfile.Polarity;
import dev.kernellab.protocol.Amount;
import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.PhysicalAddress;
import dev.kernellab.protocol.PhysicalSpan;
import dev.kernellab.protocol.PhysicalSpan.Sort;
import dev.kernellab.protocol.Place;
import dev.kernellab.protocol.Profile;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A kernel without fault, and the same with one fault at a time. Frame 1 has the account, 2 the
/// directory, 3 a page table, 5 and 6 the code; frames 16 to 31 are RAM to give away, of which 20
/// on are free. PDE 0 maps pages 1 to 6 to their frames, the code read-only, and page 16 to frame
/// 16; PDE 1023 refers to the directory.
class CrossChecksTest {
  private static final int DIRECTORY = 0x2000;
  private final DrawnMemory memory =
      new DrawnMemory(32)
          .put(DIRECTORY, 0x3007)
          .put(DIRECTORY + 4 * 1023, DIRECTORY | 3)
          .put(0x3000 + 4, 0x1003)
          .put(0x3000 + 4 * 2, 0x2003)
          .put(0x3000 + 4 * 3, 0x3003)
          .put(0x3000 + 4 * 5, 0x5001)
          .put(0x3000 + 4 * 6, 0x6001)
          .put(0x3000 + 4 * 16, 0x1_0007)
          .put(0x1000, 0xFFF0_0000L)
          .put(0x1010, 12);

  private final BitSet onceFree = new BitSet();
  private List<Profile.Window> aliases = List.of();
  private List<Profile.Directory> directories = List.of();

  @Test
  void aSoundKernelGivesNothingAway() {
    onceFree.set(16);
    onceFree.set(20, 32);
    assertThat(findings()).isEmpty();
  }

  @Test
  void aMappedFrameThatIsFree() {
    memory.put(0x3000 + 4 * 7, 0x1_4003);
    assertThat(findings())
        .containsExactly(
            new Finding(
                "mapped-but-free",
                "Pages are mapped to frames that the allocator counts as free:"
                    + " 1 from frame 20 (P0x00014000) on.",
                List.of(new FrameRange(20, 1))));
    aliases = List.of(new Profile.Window("all of memory", address(0x7000), address(0x7FFF)));
    assertThat(findings()).isEmpty();
  }

  @Test
  void aPagingStructureThatIsFree() {
    memory.put(0x1000, 0xFFF0_0008L).put(0x1010, 13);
    assertThat(ids()).containsExactly("paging-structure-free", "reserved-but-free");
  }

  @Test
  void theAccountItselfIsFree() {
    memory.put(0x1000, 0xFFF0_0002L).put(0x1010, 13);
    assertThat(ids()).containsExactly("mapped-but-free", "reserved-but-free", "account-free");
  }

  @Test
  void aFrameMappedTwiceWritable() {
    memory.put(0x3000 + 4 * 9, 0x1_0003);
    assertThat(ids()).containsExactly("mapped-writable-twice");
    assertThat(findings().getFirst().frames()).containsExactly(new FrameRange(16, 1));
    memory.put(0x3000 + 4 * 9, 0x1_0001); // read-only is no harm
    assertThat(findings()).isEmpty();
  }

  @Test
  void aKernelFrameThatTheUserReaches() {
    memory.put(0x3000 + 4 * 5, 0x5005);
    assertThat(ids()).containsExactly("kernel-frame-user-accessible");
    memory.put(0x3000 + 4 * 5, 0x5001).put(0x3000 + 4, 0x1007);
    assertThat(findings().getFirst().frames()).containsExactly(new FrameRange(1, 1));
  }

  @Test
  void codeThatCanBeWritten() {
    memory.put(0x3000 + 4 * 6, 0x6003);
    assertThat(ids()).containsExactly("writable-text");
    assertThat(findings().getFirst().frames()).containsExactly(new FrameRange(6, 1));
  }

  @Test
  void aSelfReferenceThatLeadsElsewhere() {
    memory.put(DIRECTORY + 4 * 1023, 0x3003);
    assertThat(ids()).contains("self-reference-broken");
    memory.put(DIRECTORY + 4 * 1023, 0);
    assertThat(ids()).as("what is not there yet is not broken").isEmpty();
  }

  @Test
  void aCountThatDiffersFromTheBits() {
    memory.put(0x1010, 11);
    assertThat(findings())
        .containsExactly(
            new Finding(
                "free-count-differs",
                "The kernel counts 11 free frames; its own account shows 12.",
                List.of()));
  }

  @Test
  void freeWhereThereIsNoRam() {
    // Frames 40, 48 and 60: a ROM, a device, nothing.
    memory.put(0x1004, 1 << 8 | 1 << 16 | 1 << 28).put(0x1010, 15);
    assertThat(ids()).containsExactly("free-under-device", "free-above-ram");
    assertThat(findings().getFirst().frames()).containsExactly(new FrameRange(48, 1));
    assertThat(findings().getLast().frames())
        .containsExactly(new FrameRange(40, 1), new FrameRange(60, 1));
    memory.put(0x1000, 0xFFF0_0000L | 1 << 10).put(0x1004, 0).put(0x1010, 13);
    assertThat(ids()).as("frame 10 is ROM below the top of RAM").containsExactly("free-not-ram");
  }

  @Test
  void aFrameGivenAwayThatNothingReaches() {
    onceFree.set(16);
    onceFree.set(20, 32);
    memory.put(0x3000 + 4 * 16, 0);
    assertThat(ids()).containsExactly("leak-candidate");
    assertThat(findings().getFirst().frames()).containsExactly(new FrameRange(16, 1));
  }

  @Test
  void anotherDirectoryReachesWhatItMaps() {
    onceFree.set(16);
    onceFree.set(20, 32);
    memory.put(0x3000 + 4 * 16, 0); // frame 16 is another directory now, and 17 its page
    memory.put(0x1_0000, 0x1_2003).put(0x1_2000, 0x1_1007);
    assertThat(findings().getFirst().frames()).containsExactly(new FrameRange(16, 1));
    memory.put(0x1010, 0x1_0000);
    directories =
        List.of(
            new Profile.Directory(
                "process 1", new Place.Pointer(physical(0x1010), Place.Holds.PHYSICAL, 0)));
    assertThat(ids()).doesNotContain("leak-candidate");
  }

  @Test
  void tablesOutsideRam() {
    memory.put(DIRECTORY + 8, 0x0900_0003);
    assertThat(ids()).containsExactly("paging-structure-outside-ram");
  }

  @Test
  void whatIsNotDecodedIsSaidToBe() {
    KernelMemory kernel =
        new KernelMemory(
            memory.addressSpace(DrawnMemory.FIVE_LEVELS),
            new AllocatorReading.Nothing(),
            Map.of(),
            Map.of(),
            java.util.Optional.empty(),
            java.util.Optional.empty(),
            List.of());
    assertThat(CrossChecks.of(profile(), kernel, new Moment(null, false, onceFree, List.of())))
        .extracting(Finding::id)
        .containsExactly("paging-not-decoded");
  }

  @Test
  void anAccountThatCannotBeRead() {
    KernelMemory kernel = kernel(profile("frame_map"));
    assertThat(CrossChecks.of(profile(), kernel, new Moment(null, true, onceFree, List.of())))
        .extracting(Finding::id)
        .containsExactly("allocator-unreadable");
    assertThat(CrossChecks.of(profile(), kernel, new Moment(null, false, onceFree, List.of())))
        .as("before it is ready nothing is held against it")
        .isEmpty();
  }

  private List<String> ids() {
    return findings().stream().map(Finding::id).toList();
  }

  private List<Finding> findings() {
    KernelMemory kernel = kernel(profile());
    var map = ((AllocatorReading.Read) kernel.allocator()).map();
    return CrossChecks.of(profile(), kernel, new Moment(map, true, onceFree, machine()));
  }

  private KernelMemory kernel(Profile profile) {
    return KernelMemory.read(
        profile, DrawnMemory.registers(0x8000_0001, DIRECTORY, 0), memory, Map.of());
  }

  private static List<PhysicalSpan> machine() {
    return List.of(
        span(0, 0x9FFF, Sort.RAM),
        span(0xA000, 0xAFFF, Sort.ROM),
        span(0xB000, 0x1_FFFF, Sort.RAM),
        span(0x2_8000, 0x2_8FFF, Sort.ROM),
        span(0x3_0000, 0x3_0FFF, Sort.DEVICE));
  }

  private static PhysicalSpan span(long start, long end, Sort sort) {
    return new PhysicalSpan(new PhysicalAddress(start), new PhysicalAddress(end), sort, "it");
  }

  private Profile profile() {
    return profile(null);
  }

  private Profile profile(@Nullable String symbol) {
    Place at = symbol == null ? physical(0x1000) : new Place.Symbol(symbol, 0);
    return new Profile(
        "p",
        "P",
        new AllocatorProfile.Bitmap(
            at,
            Amount.of(64),
            Polarity.ONE_IS_FREE,
            BitOrder.LEAST_SIGNIFICANT_FIRST,
            null,
            null,
            null,
            null),
        List.of(),
        List.of(
            new Profile.LinearRegion(
                "self", address(0xFFC0_0000L), address(0xFFFF_FFFFL), Profile.Kind.SELF_REFERENCE)),
        List.of(
            new Profile.PhysicalRegion(
                "kernel",
                new PhysicalAddress(0x1000),
                new PhysicalAddress(0x6FFF),
                Profile.Kind.KERNEL)),
        aliases,
        new Profile.Text(new Place.Linear(address(0x5000)), new Place.Linear(address(0x7000))),
        directories.isEmpty() ? new Amount.Value(physical(0x1010), 4, 1, 1, 0) : null,
        directories,
        null,
        null);
  }

  private static Place physical(long at) {
    return new Place.Physical(new PhysicalAddress(at));
  }

  private static LinearAddress address(long value) {
    return new LinearAddress(value);
  }
}
