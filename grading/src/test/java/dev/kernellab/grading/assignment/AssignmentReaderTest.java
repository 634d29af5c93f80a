// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kernellab.grading.fixture.Assignments;
import dev.kernellab.protocol.AllocatorProfile;
import dev.kernellab.protocol.Budgets;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.PhysicalAddress;
import dev.kernellab.protocol.Profile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AssignmentReaderTest {
  private static final String ASSIGNMENT = Assignments.text("memory-manager", "assignment.yml");
  private static final String PROFILE = Assignments.text("memory-manager", "profile.yml");

  @Test
  void theAssignmentIsComplete() {
    Assignment assignment = Assignments.read("memory-manager");
    assertThat(assignment.slug()).isEqualTo("memory-manager");
    assertThat(assignment.machine()).isEqualTo(new Machine(Machine.Type.PC, 128));
    assertThat(assignment.budgets()).isEqualTo(new Budgets(1_000_000_000L, 1 << 20, 200, 60, 120));
    assertThat(assignment.lastCheckpoint()).isEqualTo("checkpoint_idle");
    assertThat(assignment.maximum()).isEqualTo(100);
  }

  @Test
  void theBitmapIsWhereTheLayoutHasIt() {
    assertThat(Assignments.read("memory-manager").profile().allocator())
        .isEqualTo(
            new AllocatorProfile.Bitmap(
                new PhysicalAddress(0x60000),
                1 << 20,
                AllocatorProfile.Polarity.ONE_IS_FREE,
                AllocatorProfile.BitOrder.LEAST_SIGNIFICANT_FIRST,
                "checkpoint_memory_map"));
  }

  @Test
  void theRegionsCoverTheLinearSpaceWithoutGapOrOverlap() {
    long next = 0;
    for (Profile.LinearRegion region : Assignments.read("memory-manager").profile().regions()) {
      assertThat(region.start().value()).as(region.name()).isEqualTo(next);
      next = region.end().value() + 1;
    }
    assertThat(next).isEqualTo(1L << 32);
  }

  static Stream<Arguments> slips() {
    return Stream.of(
        slip("points: 15", "ponits: 15", "assignment.yml:", "'points'"),
        slip("points: 15", "points: many", "assignment.yml:40: checks[2].points: ", "int"),
        slip("points: 15", "points: 1.5", "assignment.yml:40: checks[2].points: ", "int"),
        slip("points: 15", "points: 0", "assignment.yml:", "points: expected more than 0, got 0"),
        slip("    points: 15\n", "", "assignment.yml:", "points"),
        slip("points: 15", "points: 15\n    points: 16", "assignment.yml:41: ", "points"),
        slip("type: self-reference", "type: self-love", "assignment.yml:", "self-love"),
        slip("entry: 1023", "entry: 1024", "assignment.yml:", "entry: expected 0 to 1023"),
        slip("entry: 1023", "entry: 1023\n      colour: red", "assignment.yml:", "colour"),
        slip(
            "start: \"0xF0000000",
            "start: \"0xF000000G",
            "assignment.yml:",
            "expected hexadecimal"),
        slip("ramMiB: 128", "ramMiB: 5", "", ""),
        slip("ramMiB: 128", "ramMiB: 1", "assignment.yml:", "expected 4 to 4096, got 1"),
        slip("type: pc", "type: amiga", "assignment.yml:7: machine.type: ", "amiga"),
        slip("slug: memory-manager", "slug: ../etc", "assignment.yml: slug: ", "../etc"),
        slip(
            "requires: bitmap-in-place",
            "requires: usable-ram-free",
            "assignment.yml: check \"low-memory-allocated\": requires: ",
            "no check above"),
        slip(
            "id: alias-gone",
            "id: boot-paging",
            "assignment.yml: check \"boot-paging\": id: ",
            "used twice"),
        slip(
            "at: checkpoint_boot_paging",
            "at: checkpoint_boot_pages",
            "assignment.yml: check \"boot-paging\": at: ",
            "no such checkpoint"));
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @MethodSource("slips")
  void aSlipIsNamedWithItsPlace(String right, String wrong, String place, String reason) {
    int at = ASSIGNMENT.indexOf(right);
    assertThat(at).as(right).isNotNegative();
    String text = ASSIGNMENT.substring(0, at) + wrong + ASSIGNMENT.substring(at + right.length());
    if (place.isEmpty()) {
      assertThat(AssignmentReader.read(text, PROFILE)).isNotNull();
      return;
    }
    assertThatExceptionOfType(AssignmentException.class)
        .isThrownBy(() -> AssignmentReader.read(text, PROFILE))
        .withMessageStartingWith(place)
        .withMessageContaining(reason);
  }

  @Test
  void aSlipInTheProfileIsNamedWithItsFile() {
    String text = PROFILE.replace("frames: 1048576", "frames: 1048577");
    assertThatExceptionOfType(AssignmentException.class)
        .isThrownBy(() -> AssignmentReader.read(ASSIGNMENT, text))
        .withMessageStartingWith("profile.yml:")
        .withMessageContaining("expected a multiple of 8");
  }

  @Test
  void whatIsNoYaml() {
    assertThatExceptionOfType(AssignmentException.class)
        .isThrownBy(() -> AssignmentReader.read(ASSIGNMENT, "name: x\n\ttitle: y\n"))
        .withMessageStartingWith("profile.yml: ")
        .withMessageContaining("line 2");
    assertThatExceptionOfType(AssignmentException.class)
        .isThrownBy(() -> AssignmentReader.read(ASSIGNMENT, ""))
        .withMessageStartingWith("profile.yml");
  }

  private static Arguments slip(String right, String wrong, String place, String reason) {
    return Arguments.of(right, wrong, place, reason);
  }
}
