// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.author.AssignmentReader;
import dev.kernellab.grading.check.Evidence;
import dev.kernellab.grading.fixture.Assignments;
import dev.kernellab.grading.fixture.DrawnKernel;
import dev.kernellab.grading.fixture.DrawnRun;
import dev.kernellab.grading.verdict.CheckResult.Status;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.RunOutcome;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// A script of five operations on memory drawn by hand: what each may change, and nothing else.
class OperationsGradedTest {
  private static final List<String> SCRIPT =
      List.of("mem", "alloc:5", "map:40000000", "unmap:40000000", "heap:9:1", "free:1");
  private static final Assignment ASSIGNMENT = assignment("");
  private static final int TABLE = 0x500_0000; // frame 20480
  private static final int PAGE_FRAME = 20_481;

  static Stream<Arguments> faults() {
    return Stream.of(
        fault("nothing", 0, run -> {}, ""),
        fault("one frame too many", 2, run -> run.allocate(2005, 1), "op2 op6 back"),
        fault("one frame too few", 2, run -> run.free(2004, 1), "op2"),
        fault("not in a row", 2, run -> run.free(2004, 1).allocate(2006, 1), "op2 op6 back"),
        fault("another given back besides", 2, run -> run.free(900, 1), "op2 back"),
        fault("the page's frame counts as free", 3, run -> run.free(PAGE_FRAME, 1), "op3"),
        fault("a third frame is gone", 3, run -> run.allocate(30_000, 1), "op3 op4 back"),
        fault("the page is not mapped", 3, run -> run.word(TABLE, 0), "op3"),
        fault("the page is read-only", 3, run -> run.word(TABLE, PAGE_FRAME * 4096 + 5), "op3"),
        fault("the page is the kernel's", 3, run -> run.word(TABLE, PAGE_FRAME * 4096 + 3), "op3"),
        fault("the page is another's frame", 3, run -> run.word(TABLE, 2001 * 4096 + 7), "op3"),
        fault(
            "the page stays mapped",
            4,
            run -> run.word(DrawnKernel.KERNEL_DIRECTORY + 4 * 256, TABLE + 7),
            "op4"),
        fault(
            "the page's frame is not given back",
            4,
            run -> run.allocate(PAGE_FRAME, 1),
            "op4 back"),
        fault("the heap keeps a frame", 5, run -> run.allocate(4000, 1), "op5 back"),
        fault("the last frame is not given back", 6, run -> run.allocate(2004, 1), "op6 back"),
        fault("another frame is given back", 6, run -> run.free(900, 1), "op6 back"));
  }

  @ParameterizedTest(name = "{0} -> {3}")
  @MethodSource("faults")
  void aFaultLosesTheOperationThatShowsIt(
      String name, int operation, Consumer<DrawnRun> fault, String lost) {
    Verdict verdict = grade(run(operation, fault), SCRIPT);
    assertThat(
            verdict.checks().stream()
                .filter(it -> it.status() == Status.FAILED)
                .map(CheckResult::id)
                .collect(Collectors.joining(" ")))
        .isEqualTo(lost);
  }

  @Test
  void aMessageSaysWhatTheOperationDidAndWhatWouldBeRight() {
    CheckResult result = grade(run(2, it -> it.allocate(2005, 1)), SCRIPT).checks().get(0);
    assertThat(result.message())
        .isEqualTo(
            "At checkpoint_idle#2, after alloc:5, 6 frames (from 2000 to 2005) were taken and none"
                + " given back. Expected 5 frames in a row to be taken and nothing else to"
                + " change.");
    assertThat(Objects.requireNonNull(result.evidence()).frames())
        .hasToString("[FrameRange[first=2000, count=6]]");
  }

  /// The page that operation 3 maps: in frames that operation 2 still counted as free.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          frames taken and mapped           | checkpoint_idle#2 | '"0x40000000", end: "0x4FFFFFFF"' | 1 | true  | taken since checkpoint_idle#2, enough are mapped
          fewer of them than were asked for | checkpoint_idle#2 | '"0x40000000", end: "0x4FFFFFFF"' | 2 | false | 1 of the frames taken since checkpoint_idle#2 is mapped from 0x40000000 to 0x4FFFFFFF. Expected 2
          taken, but mapped somewhere else  | checkpoint_idle#2 | '"0x50000000", end: "0x5FFFFFFF"' | 1 | false | none of the frames taken
          mapped, but taken before          | checkpoint_idle#2 | '"0xF0000000", end: "0xF03FFFFF"' | 1 | false | none of the frames taken
          nobody came by then               | checkpoint_idle#9 | '"0x40000000", end: "0x4FFFFFFF"' | 1 | false | which the kernel did not reach
          """)
  void framesThatAreOnlyMarkedAsTakenAreNotNewlyMapped(
      String name, String since, String range, int frames, boolean met, String words) {
    CheckResult result =
        grade(
                run(0, it -> {}),
                SCRIPT,
                assignment(
                    """
                      - { id: new, title: T, points: 1, at: 'checkpoint_idle#3', expect:
                          { type: newly-mapped, since: '%s', frames: %d, ranges: [{ start: %s }] } }
                    """
                        .formatted(since, frames, range)))
            .checks()
            .getLast();
    assertThat(result.status()).isEqualTo(met ? Status.PASSED : Status.FAILED);
    assertThat(result.message()).contains(words);
  }

  @Test
  void aRunThatWasToldLessIsNotHeldAgainstTheKernel() {
    Verdict verdict = grade(run(0, it -> {}), SCRIPT.subList(0, 3));
    assertThat(verdict.needsAnotherRun()).isTrue();
    assertThat(verdict.checks().get(4).status()).isEqualTo(Status.NOT_RUN);
    assertThat(verdict.checks().get(4).notRecorded()).isTrue();
    assertThat(verdict.checks().get(0).notRecorded()).isNull();
  }

  /// The drawn kernel has come by checkpoint_idle once before the script begins.
  private static DrawnRun run(int faulty, Consumer<DrawnRun> fault) {
    DrawnRun run = DrawnKernel.perfect();
    List<Consumer<DrawnRun>> steps =
        List.of(
            it -> it.allocate(2000, 5),
            it ->
                it.allocate(20_480, 2)
                    .word(DrawnKernel.KERNEL_DIRECTORY + 4 * 256, TABLE + 7)
                    .word(TABLE, PAGE_FRAME * 4096 + 7),
            it -> it.free(20_480, 2).word(DrawnKernel.KERNEL_DIRECTORY + 4 * 256, 0),
            it -> {},
            it -> it.free(2000, 5));
    for (int i = 0; i < steps.size(); i++) {
      steps.get(i).accept(run);
      if (faulty == i + 2) {
        fault.accept(run);
      }
      run.checkpoint("checkpoint_idle");
    }
    return run;
  }

  private static Verdict grade(DrawnRun run, List<String> script) {
    return grade(run, script, ASSIGNMENT);
  }

  private static Verdict grade(DrawnRun run, List<String> script, Assignment assignment) {
    var outcome = new RunOutcome(RunOutcome.Kind.COMPLETED, "LAST_CHECKPOINT", "Done.");
    return Grader.grade(
        assignment,
        new Evidence(
            assignment.profile(),
            new Machine(Machine.Type.PC, 128),
            script,
            outcome,
            "hello",
            run.captures()));
  }

  private static Assignment assignment(String more) {
    var text = new StringBuilder(Assignments.text("layout", "assignment.yml"));
    text.setLength(text.indexOf("checks:"));
    text.append("operations: { checkpoint: checkpoint_idle, script: [")
        .append(SCRIPT.stream().map(it -> '"' + it + '"').collect(Collectors.joining(", ")))
        .append("] }\nchecks:\n");
    for (int i = 2; i <= SCRIPT.size(); i++) {
      text.append(
          "  - { id: op%d, title: T, points: 1, at: 'checkpoint_idle#%d', expect: { type: operation } }%n"
              .formatted(i, i));
    }
    text.append(
        "  - { id: back, title: T, points: 1, at: 'checkpoint_idle#6',"
            + " expect: { type: returns-to, since: checkpoint_idle } }\n");
    text.append(more);
    return AssignmentReader.read(text.toString(), Assignments.text("layout", "profile.yml"));
  }

  private static Arguments fault(String name, int at, Consumer<DrawnRun> fault, String lost) {
    return Arguments.of(name, at, fault, lost);
  }
}
