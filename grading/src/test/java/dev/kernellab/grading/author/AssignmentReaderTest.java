// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.author;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.fixture.Assignments;
import dev.kernellab.protocol.AllocatorProfile;
import dev.kernellab.protocol.Budgets;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.PhysicalAddress;
import dev.kernellab.protocol.Profile;
import dev.kernellab.protocol.Ready;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AssignmentReaderTest {
  private static final String ASSIGNMENT = Assignments.text("layout", "assignment.yml");
  private static final String PROFILE = Assignments.text("layout", "profile.yml");

  @Test
  void theAssignmentIsComplete() {
    Assignment assignment = Assignments.read("layout");
    assertThat(assignment.slug()).isEqualTo("layout");
    assertThat(assignment.machine()).isEqualTo(new Machine(Machine.Type.PC, 128));
    assertThat(assignment.budgets()).isEqualTo(new Budgets(1_000_000_000L, 1 << 20, 200, 60, 120));
    assertThat(assignment.lastCheckpoint()).isEqualTo("checkpoint_idle");
    assertThat(assignment.maximum()).isEqualTo(100);
  }

  @Test
  void theBitmapIsWhereTheLayoutHasIt() {
    assertThat(Assignments.read("layout").profile().allocator())
        .isEqualTo(
            new AllocatorProfile.Bitmap(
                new PhysicalAddress(0x60000),
                1 << 20,
                AllocatorProfile.Polarity.ONE_IS_FREE,
                AllocatorProfile.BitOrder.LEAST_SIGNIFICANT_FIRST,
                new Ready.Checkpoint("checkpoint_memory_map")));
  }

  @Test
  void theRegionsCoverTheLinearSpaceWithoutGapOrOverlap() {
    long next = 0;
    for (Profile.LinearRegion region : Assignments.read("layout").profile().regions()) {
      assertThat(region.start().value()).as(region.name()).isEqualTo(next);
      next = region.end().value() + 1;
    }
    assertThat(next).isEqualTo(1L << 32);
  }

  static Stream<Arguments> slips() {
    return Stream.of(
        slip("points: 15", "ponits: 15", "assignment.yml:40: ", "Did you mean points?"),
        slip(
            "points: 15",
            "points: many",
            "assignment.yml:40: checks[2].points: ",
            "expected a whole number, got \"many\""),
        slip(
            "points: 15",
            "points: [1]",
            "assignment.yml:40: checks[2].points: ",
            "expected a whole number, got a list"),
        slip("points: 15", "points: 1.5", "assignment.yml:40: checks[2].points: ", "got \"1.5\""),
        slip("points: 15", "points:", "assignment.yml:40: checks[2].points: ", "got nothing"),
        slip(
            "points: 15",
            "points: -5",
            "assignment.yml:40: checks[2].points: expected more than 0",
            "-5"),
        slip("points: 15", "points: 99999999999", "assignment.yml:40: ", "at most 2147483647"),
        slip(
            "points: 15",
            "points: 10001",
            "assignment.yml:40: checks[2].points: ",
            "at most 10000"),
        slip("    points: 15\n", "   points: 15\n", "assignment.yml:40: no YAML: ", "indentation"),
        slip("checks:\n", "checks: []\nolder:\n", "assignment.yml:", "older"),
        slip("    points: 15\n", "", "assignment.yml:38: checks[2].points: ", "missing"),
        slip("points: 15", "points: 15\n    points: 16", "assignment.yml:41: ", "points"),
        slip("type: self-reference", "type: self-love", "assignment.yml:", "There is: bitmap"),
        slip(
            "type: self-reference",
            "type: self-referense",
            "assignment.yml:",
            "mean self-reference?"),
        slip("entry: 1023", "entry: 1024", "assignment.yml:", "entry: expected 0 to 1023"),
        slip("entry: 1023", "entry: 1023\n      colour: red", "assignment.yml:", "colour"),
        slip("start: \"0xF0000000", "start: \"0xF000000G", "assignment.yml:", "hexadecimal"),
        slip("ramMiB: 128", "ramMiB: 5", "", ""),
        slip("ramMiB: 128", "ramMiB: 1", "assignment.yml:", "expected 4 to 4096, got 1"),
        slip("type: pc", "type: amiga", "assignment.yml:7: machine.type: ", "amiga"),
        slip("slug: layout", "slug: ../etc", "assignment.yml:3: slug: ", "../etc"),
        slip(
            "slug: layout",
            "format: 2\nslug: layout",
            "assignment.yml:3: format: ",
            "reads format 1, got 2"),
        slip("machine:\n", "machines: []\nold:\n", "assignment.yml:", "old"),
        slip("requires: bitmap-in-place", "requires: usable-ram-free", "", ""),
        slip("requires: bitmap-in-place", "requires: [bitmap-in-place, alias-gone]", "", ""),
        slip(
            "requires: bitmap-in-place",
            "requires: low-memory-allocated",
            "assignment.yml:97: checks[8].requires: ",
            "cannot build on itself: low-memory-allocated requires low-memory-allocated"),
        slip(
            "at: checkpoint_memory_map\n    expect:\n      type: bitmap-in-place",
            "at: checkpoint_memory_map\n    requires: usable-ram-free\n    expect:\n      type: bitmap-in-place",
            "assignment.yml:",
            "cannot build on itself: bitmap-in-place requires usable-ram-free requires bitmap"),
        slip(
            "requires: bitmap-in-place",
            "requires: bitmap-in-palce",
            "assignment.yml:97: checks[8].requires: no such check",
            "Did you mean bitmap-in-place?"),
        slip(
            "id: alias-gone", "id: boot-paging", "assignment.yml:55: checks[4].id: ", "used twice"),
        slip(
            "at: checkpoint_boot_paging",
            "at: checkpoint_boot_pages",
            "assignment.yml:23: checks[0].at: no such checkpoint",
            "Did you mean checkpoint_boot_paging?"),
        slip(
            "at: checkpoint_boot_paging",
            "at: \"#2\"",
            "assignment.yml:23: ",
            "expected a checkpoint"),
        slip("at: checkpoint_boot_paging", "at: checkpoint_boot_paging#3", "", ""),
        slip("    at: checkpoint_boot_paging\n", "", "assignment.yml:", "at: missing"),
        slip(
            "type: bitmap-in-place",
            "type: ends\n      kinds: [COMPLETED]",
            "assignment.yml:",
            "leave it out"),
        slip(
            "type: bitmap-in-place",
            "type: operation",
            "assignment.yml:91: checks[7].expect.type: ",
            "with operations"),
        slip(
            "type: bitmap-in-place",
            "type: returns-to\n      since: checkpoint_idel",
            "assignment.yml:92: ",
            "Did you mean checkpoint_idle?"),
        slip(
            "type: bitmap-in-place",
            "type: no-findings\n      onwards: true\n      kinds: [leak]",
            "assignment.yml:93: ",
            "no such kind of finding"),
        slip(
            "lastCheckpoint:",
            "handout:\n  toolchain:\n    - gcc\n    - naasm\nlastCheckpoint:",
            "assignment.yml:20: handout.toolchain[1]: no such program where the lab builds",
            "Did you mean nasm?"),
        slip(
            "type: bitmap-in-place",
            "type: cel\n      expresion: free > 0",
            "assignment.yml:92: unknown field 'expresion'",
            "Did you mean expression?"),
        cel("free > 0", "", ""),
        cel(
            "fre > 0",
            "assignment.yml:92: checks[7].expect.expression: ",
            "undeclared reference to 'fre'"),
        cel("free + ramFrames", "", ""),
        cel("'much'", "assignment.yml:92: ", "gives string, expected true or false"),
        cel(
            "entries.exists(a, entries.exists(b, entries.exists(c, a + b + c > 0)))",
            "assignment.yml:92: ",
            "does not end within 20000 turns"),
        slip(
            "lastCheckpoint:",
            "attempts: 0\nlastCheckpoint:",
            "assignment.yml:17: attempts: ",
            "1 or more"),
        slip(
            "lastCheckpoint:",
            "deadline: { due: 2027-01-31 }\nlastCheckpoint:",
            "assignment.yml:17: deadline.due: expected a moment like \"2027-01-31T22:00:00Z\"",
            "got \"2027-01-31\""),
        slip(
            "lastCheckpoint:",
            "deadline: { due: \"2027-01-31T22:00:00Z\", late: { percentPerDay: 20, days: 4 } }\nlastCheckpoint:",
            "",
            ""),
        slip(
            "lastCheckpoint:",
            "handout: { starter: ../../etc }\nlastCheckpoint:",
            "assignment.yml:17: ",
            "inside the assignment's folder"),
        slip(
            "lastCheckpoint:",
            "operations: { checkpoint: checkpoint_idle, script: [\"alloc:{2-\"] }\nlastCheckpoint:",
            "assignment.yml:17: ",
            "expected an operation like"),
        operation("free:x", "what operation free:x has to change is not defined"),
        operation("alloc:99999999999", "what operation alloc:99999999999 has to change"),
        operation("free:2", "operation free:2 gives back what no operation before it takes"),
        operation("unmap:41000000", "unmap:41000000 gives back what no operation before it takes"),
        operation("free:1", ""));
  }

  /// An operation that a check looks at, after one that takes frames.
  private static Arguments operation(String text, String reason) {
    return slip(
        "checks:\n",
        """
        operations: { checkpoint: checkpoint_idle, script: ["alloc:3", "%s"] }
        checks:
          - { id: op, title: T, points: 1, at: "checkpoint_idle#2", expect: { type: operation } }
        """
            .formatted(text),
        reason.isEmpty() ? "" : "assignment.yml:",
        reason);
  }

  private static Arguments cel(String expression, String place, String reason) {
    return slip(
        "type: bitmap-in-place",
        "type: cel\n      expression: \"" + expression + "\"\n      right: More.",
        place,
        reason);
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
  void theFilesThatGoOverStudentsBelongToTheVersion() {
    String text = ASSIGNMENT.replace("machine:", "handout: { overwrite: given }\nmachine:");
    assertThat(AssignmentReader.overwrite(text)).contains("given");
    Set<String> versions =
        Stream.of(
                Map.of("Makefile", "all: a"),
                Map.of("Makefile", "all: b"),
                Map.of("makefile", "all: a"),
                Map.of("Makefile", "all: a", "b", ""))
            .map(it -> AssignmentReader.read(text, PROFILE, files(it)).version())
            .collect(Collectors.toSet());
    assertThat(versions).hasSize(4).doesNotContain(Assignments.read("layout").version());
    assertThatExceptionOfType(AssignmentException.class)
        .isThrownBy(() -> AssignmentReader.read(text, PROFILE))
        .withMessageStartingWith("assignment.yml:6: handout.overwrite: there are no files in");
  }

  private static TreeMap<String, byte[]> files(Map<String, String> texts) {
    var files = new TreeMap<String, byte[]>();
    texts.forEach((name, text) -> files.put(name, text.getBytes(StandardCharsets.UTF_8)));
    return files;
  }

  private static Arguments slip(String right, String wrong, String place, String reason) {
    return Arguments.of(right, wrong, place, reason);
  }
}
