// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.author.AssignmentReader;
import dev.kernellab.grading.check.Evidence;
import dev.kernellab.grading.fixture.Assignments;
import dev.kernellab.grading.fixture.DrawnKernel;
import dev.kernellab.grading.fixture.DrawnRun;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.PhysicalAddress;
import dev.kernellab.protocol.PhysicalSpan;
import dev.kernellab.protocol.RunOutcome;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One check at a time, as an author would write it, on the drawn kernel.
class EveryKindOfCheckTest {
  private static final RunOutcome COMPLETED =
      new RunOutcome(RunOutcome.Kind.COMPLETED, "LAST_CHECKPOINT", "It got there.");
  private static final Machine PC = new Machine(Machine.Type.PC, 128);

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          at: checkpoint_memory_map, expect: { type: frames-free, start: "0x00400000", end: "0x00BFFFFF" } | 100
          at: checkpoint_memory_map, expect: { type: frames-free, start: "0x00300000", end: "0x004FFFFF" } | 50
          at: checkpoint_memory_map, expect: { type: frames-free, start: "0x00000000", end: "0x000FFFFF" } | 0
          at: checkpoint_idle, expect: { type: some-mapped, range: { start: "0xF0000000", end: "0xF0000FFF" } } | 100
          at: checkpoint_idle, expect: { type: some-mapped, range: { start: "0xF1000000", end: "0xFEFFFFFF" } } | 0
          at: checkpoint_idle, expect: { type: mapped, mappings: [ { start: "0xF0000000", end: "0xF00FFFFF", physical: "0x00000000", writable: true, user: false } ] } | 100
          at: checkpoint_idle, expect: { type: mapped, mappings: [ { start: "0xF0000000", end: "0xF01FFFFF", physical: "0x00000000", writable: true } ] } | 0
          at: checkpoint_idle, expect: { type: mapped, mappings: [ { start: "0xF0100000", end: "0xF01FFFFF", physical: "0x00100000", writable: false } ] } | 100
          at: checkpoint_idle, expect: { type: mapped, mappings: [ { start: "0xF0000000", end: "0xF0000FFF", physical: "0x00000000", user: true } ] } | 0
          at: checkpoint_idle, expect: { type: returns-to, since: checkpoint_memory_map } | 100
          at: checkpoint_memory_map, expect: { type: returns-to, since: checkpoint_kernel_directory } | 0
          at: checkpoint_idle, expect: { type: returns-to, since: "checkpoint_idle#2" } | 0
          at: checkpoint_idle, expect: { type: entries-as-at, since: checkpoint_memory_map, first: 0, last: 1023 } | 100
          at: checkpoint_kernel_directory, expect: { type: entries-as-at, since: checkpoint_boot_paging, first: 768, last: 1023 } | 0
          at: checkpoint_kernel_directory, expect: { type: entries-as-at, since: checkpoint_boot_paging, first: 760, last: 1023, except: [768, 960, 1023] } | 100
          at: checkpoint_idle, expect: { type: newly-mapped, since: checkpoint_memory_map, ranges: [ { start: "0xF0000000", end: "0xF03FFFFF" } ] } | 0
          at: checkpoint_idle, expect: { type: within, instructions: 4000 } | 100
          at: checkpoint_idle, expect: { type: within, instructions: 3999 } | 0
          at: checkpoint_idle, expect: { type: no-findings, kinds: [mapped-but-free], onwards: false } | 100
          at: checkpoint_boot_paging, expect: { type: no-findings, kinds: [mapped-but-free], onwards: false } | 0
          at: checkpoint_boot_paging, expect: { type: no-findings, kinds: [writable-text], onwards: false } | 100
          at: checkpoint_idle, expect: { type: cel, expression: "free == 31712", right: All of it. } | 100
          at: checkpoint_idle, expect: { type: cel, expression: "double(free) / 63424.0", right: All of it. } | 50
          expect: { type: ends, kinds: [COMPLETED] } | 100
          expect: { type: ends, kinds: [KERNEL_HALTED, KERNEL_FAULT] } | 0
          at: checkpoint_idle, extra: true, expect: { type: within, instructions: 4000 } | 100
          """)
  void isWorthWhatIsRightOfIt(String check, int points) {
    Verdict verdict = grade("points: 100, " + check, DrawnKernel.perfect().captures());
    assertThat(verdict.score()).as(verdict.checks().getFirst().message()).isEqualTo(points);
    assertThat(verdict.max()).isEqualTo(check.contains("extra") ? 0 : 100);
    assertThat(verdict.checks().getFirst().worth())
        .isEqualTo(check.contains("extra") ? "+100" : points + " / 100");
    assertThat(verdict.needsAnotherRun()).isFalse();
  }

  @Test
  void aFindingIsTold() {
    DrawnRun run = DrawnKernel.perfect();
    run.free(0x10C, 1).checkpoint("checkpoint_idle"); // the page directory's own frame
    String check =
        "points: 1, at: 'checkpoint_idle#%d',"
            + " expect: { type: no-findings, kinds: [paging-structure-free], onwards: %s }";
    assertThat(grade(check.formatted(1, false), run.captures()).score()).isEqualTo(1);
    assertThat(grade(check.formatted(1, true), run.captures()).score()).isZero();
    CheckResult result = grade(check.formatted(2, false), run.captures()).checks().getFirst();
    assertThat(result.message())
        .startsWith("At checkpoint_idle#2: The page directory or page tables lie in frames");
    assertThat(Objects.requireNonNull(result.evidence()).frames())
        .hasToString("[FrameRange[first=268, count=1]]");
  }

  @Test
  void whatTheMachineSaysCountsOnceItWasRecorded() {
    String check =
        "points: 1, at: checkpoint_idle,"
            + " expect: { type: no-findings, kinds: [free-above-ram], onwards: false }";
    List<Capture> captures = DrawnKernel.perfect().captures();
    Verdict untold = grade(check, captures);
    assertThat(untold.needsAnotherRun()).isTrue();
    assertThat(untold.checks().getFirst().message()).contains("before the lab recorded");
    assertThat(grade(check, withRam(captures, 0x07FF_FFFFL)).score()).isEqualTo(1);
    assertThat(grade(check, withRam(captures, 0x03FF_FFFFL)).score()).isZero();
  }

  @Test
  void theConsoleIsAHintWorthNothing() {
    String check = "points: 0, expect: { type: console, matches: 'Kernel L.b' }";
    assertThat(statusWith(check, "boot\r\nKernel Lab\r\n")).isEqualTo("PASSED");
    assertThat(statusWith(check, "boot")).isEqualTo("FAILED");
    String never = "points: 0, expect: { type: console, matches: '(?i)panic', never: true }";
    assertThat(statusWith(never, "boot")).isEqualTo("PASSED");
    assertThat(statusWith(never, "PANIC: frames")).isEqualTo("FAILED");
    assertThat(statusWith(check, null)).isEqualTo("NOT_RUN");
  }

  @Test
  void anExpressionThatTakesTooLongTakesTimeInProportion() {
    String console = "a".repeat(1 << 20) + "!";
    String check = "points: 0, expect: { type: console, matches: '(a*)*b' }";
    assertThat(statusWith(check, console)).isEqualTo("FAILED");
  }

  @Test
  void aMomentThatTheRunDidNotStopAtTakesAnotherRun() {
    Assignment assignment =
        assignment(
            "points: 5, at: checkpoint_heap_ready," + " expect: { type: within, instructions: 9 }");
    var old = Assignments.withoutCheckpoint(assignment.profile(), "checkpoint_heap_ready");
    Verdict verdict =
        Grader.grade(
            assignment, new Evidence(old, PC, COMPLETED, DrawnKernel.perfect().captures()));
    assertThat(verdict.needsAnotherRun()).isTrue();
    assertThat(verdict.checks().getFirst().message())
        .isEqualTo("The run was made without looking at checkpoint_heap_ready.");
  }

  private static String statusWith(String check, @Nullable String console) {
    Assignment assignment = assignment(check);
    var evidence =
        new Evidence(
            assignment.profile(),
            PC,
            List.of(),
            COMPLETED,
            console,
            DrawnKernel.perfect().captures());
    Verdict verdict = Grader.grade(assignment, evidence);
    assertThat(verdict.max()).isZero();
    return verdict.checks().getFirst().status().name();
  }

  private static Verdict grade(String check, List<Capture> captures) {
    Assignment assignment = assignment(check);
    return Grader.grade(assignment, new Evidence(assignment.profile(), PC, COMPLETED, captures));
  }

  private static Assignment assignment(String check) {
    String text = Assignments.text("layout", "assignment.yml");
    return AssignmentReader.read(
        text.substring(0, text.indexOf("checks:"))
            + "checks: [ { id: one, title: One, "
            + check
            + " } ]\n",
        Assignments.text("layout", "profile.yml"));
  }

  private static List<Capture> withRam(List<Capture> captures, long last) {
    var ram =
        new PhysicalSpan(
            new PhysicalAddress(0), new PhysicalAddress(last), PhysicalSpan.Sort.RAM, "pc.ram");
    return captures.stream()
        .map(
            it ->
                new Capture(
                    it.n(),
                    it.reason(),
                    it.checkpoint(),
                    it.instructions(),
                    it.torn(),
                    it.registers(),
                    it.frames(),
                    it.changed(),
                    it.words(),
                    it.symbols(),
                    List.of(ram)))
        .toList();
  }
}
