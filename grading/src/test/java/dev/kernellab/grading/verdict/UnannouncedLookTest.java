// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.verdict;

import static dev.kernellab.grading.fixture.DrawnKernel.BOOT_DIRECTORY;
import static dev.kernellab.grading.fixture.DrawnKernel.KERNEL_DIRECTORY;
import static dev.kernellab.grading.fixture.DrawnKernel.KERNEL_TABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.author.AssignmentReader;
import dev.kernellab.grading.check.Evidence;
import dev.kernellab.grading.fixture.Assignments;
import dev.kernellab.grading.fixture.DrawnKernel;
import dev.kernellab.grading.fixture.DrawnRun;
import dev.kernellab.protocol.Capture.Reason;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.RunOutcome;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a look between two checkpoints, of which the kernel did not know, is worth.
class UnannouncedLookTest {
  private static final RunOutcome COMPLETED =
      new RunOutcome(RunOutcome.Kind.COMPLETED, "LAST_CHECKPOINT", "It got there.");
  private static final String SELF_REFERENCE =
      "expect: { type: self-reference, entry: 1023, onwards: true }";
  private static final int SELF = KERNEL_DIRECTORY + 4 * 1023;

  @ParameterizedTest
  @ValueSource(
      strings = {
        SELF_REFERENCE,
        "expect: { type: mapped, onwards: true,"
            + " mappings: [ { start: '0xF0000000', end: '0xF0000FFF', physical: '0x0' } ] }",
        "expect: { type: unmapped, onwards: true,"
            + " ranges: [ { start: '0xF0400000', end: '0xF0FFFFFF' } ] }",
        "expect: { type: identity-gone, range: { start: '0x0', end: '0x003FFFFF' } }",
        "expect: { type: supervisor-only, range: { start: '0xC0000000', end: '0xFFFFFFFF' } }",
      })
  void aFaultThatTwoLooksShowCounts(String check) {
    String at = "at: checkpoint_kernel_directory, " + check;
    assertThat(grade(at, seen(0, UnannouncedLookTest::spoil)).points()).isEqualTo(1);
    assertThat(grade(at, seen(1, UnannouncedLookTest::spoil)).points()).as("once").isEqualTo(1);
    assertThat(grade(at, seen(2, UnannouncedLookTest::spoil)).points()).as("twice").isZero();
    assertThat(grade(at, seen(2, run -> run.control(0x11, 0))).points()).as("no paging").isZero();
    assertThat(grade(at, seen(2, run -> run.directory(0x7000_0000))).points()).as("CR3").isZero();
  }

  @Test
  void itSaysBetweenWhatItWasAndWhatTheKernelHadThere() {
    CheckResult result =
        grade(
            "at: checkpoint_kernel_directory, " + SELF_REFERENCE,
            seen(2, run -> run.word(SELF, BOOT_DIRECTORY + 3)));
    assertThat(result.message())
        .isEqualTo(
            "Between checkpoint_idle and the next checkpoint, unannounced, PDE 1023 is 0x0010A003:"
                + " it refers to 0x0010A000. Expected the directory's own frame, 0x0010C000.");
    assertThat(result.evidence()).extracting(it -> it == null ? -1 : it.snapshot()).isEqualTo(6);
  }

  /// There a kernel may be in the middle of something, or has promised nothing.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "at: checkpoint_kernel_directory, expect: { type: self-reference, entry: 1023 }",
        "at: 'checkpoint_idle#2', " + SELF_REFERENCE,
        "at: checkpoint_memory_map,"
            + " expect: { type: no-findings, kinds: [paging-structure-free], onwards: true }",
        "at: checkpoint_memory_map, expect: { type: frames-allocated, start: 0x0, end: 0x3FFFFF }",
        "at: 'checkpoint_idle#2', expect: { type: returns-to, since: checkpoint_memory_map }",
      })
  void nothingElseLooksThere(String check) {
    DrawnRun run = seen(3, it -> spoil(it.free(0x10C, 1)));
    assertThat(grade(check, run).message()).doesNotContain("unannounced");
    assertThat(grade(check, run).points()).isEqualTo(1);
  }

  @Test
  void anotherDirectoryIsOneThatNobodyElseHas() {
    String check =
        "at: 'checkpoint_idle#3', expect: { type: other-directory,"
            + " since: ['checkpoint_idle', 'checkpoint_idle#2'] }";
    assertThat(grade(check, processes(0x50_0000, 0x10C000, 0x60_0000)).points()).isEqualTo(1);
    CheckResult kernels = grade(check, processes(0x50_0000, 0x10C000, 0x10C000));
    assertThat(kernels.points()).isZero();
    assertThat(kernels.message())
        .isEqualTo(
            "At checkpoint_idle#3 CR3 refers to the page directory at 0x0010C000, as at"
                + " checkpoint_idle#2. Expected another.");
    assertThat(grade(check, processes(0x50_0000, 0x10C000, 0x50_0000)).message())
        .contains("as at checkpoint_idle. Expected another.");
    assertThat(grade(check, processes(0x50_0000, 0x10C000, 0x50_0000, 0x500)).points())
        .as("its frame was free in between")
        .isEqualTo(1);
    assertThat(grade(check, processes(0x50_0000, 0x10C000, 0x50_0000, 0x501)).points())
        .as("its process has ended")
        .isEqualTo(1);
  }

  /// Three times at a checkpoint, each with a directory, in which the user has a page table in
  /// frame 0x501; by the second time some frames were given back.
  private static DrawnRun processes(int first, int second, int third, int... givenBack) {
    var run = new DrawnRun();
    for (int directory : new int[] {0x50_0000, 0x10C000, 0x60_0000}) {
      run.word(directory, directory == 0x50_0000 ? 0x50_1007 : 0);
    }
    run.directory(first).checkpoint("checkpoint_idle");
    for (int frame : givenBack) {
      run.free(frame, 1);
    }
    run.directory(second).checkpoint("checkpoint_idle");
    for (int frame : givenBack) {
      run.allocate(frame, 1);
    }
    run.directory(third).checkpoint("checkpoint_idle");
    return run;
  }

  /// Everything that the kernel promises, undone.
  private static DrawnRun spoil(DrawnRun run) {
    return run.word(SELF, 0)
        .word(KERNEL_DIRECTORY, KERNEL_TABLE + 3)
        .word(KERNEL_DIRECTORY + 4 * 961, KERNEL_TABLE + 3)
        .word(KERNEL_DIRECTORY + 4 * 960, 0)
        .word(KERNEL_DIRECTORY + 4 * 800, KERNEL_TABLE + 7)
        .word(KERNEL_TABLE, 7);
  }

  /// A kernel that is as it should be whenever it calls a checkpoint.
  private static DrawnRun seen(int times, Consumer<DrawnRun> fault) {
    DrawnRun run = DrawnKernel.perfect();
    for (int i = 0; i < times; i++) {
      fault.accept(run);
      run.look(Reason.UNANNOUNCED, false);
      repair(run);
    }
    run.checkpoint("checkpoint_idle");
    return run;
  }

  private static void repair(DrawnRun run) {
    run.word(SELF, KERNEL_DIRECTORY + 3)
        .word(KERNEL_DIRECTORY, 0)
        .word(KERNEL_DIRECTORY + 4 * 961, 0)
        .word(KERNEL_DIRECTORY + 4 * 960, KERNEL_TABLE + 3)
        .word(KERNEL_DIRECTORY + 4 * 800, 0)
        .word(KERNEL_TABLE, 3)
        .control(0x8001_0011, 0)
        .directory(KERNEL_DIRECTORY)
        .allocate(0x10C, 1);
  }

  private static CheckResult grade(String check, DrawnRun run) {
    String text = Assignments.text("layout", "assignment.yml");
    Assignment assignment =
        AssignmentReader.read(
            text.substring(0, text.indexOf("checks:"))
                + "checks: [ { id: one, title: One, points: 1, "
                + check
                + " } ]\n",
            Assignments.text("layout", "profile.yml"));
    var machine = new Machine(Machine.Type.PC, 128);
    return Grader.grade(
            assignment, new Evidence(assignment.profile(), machine, COMPLETED, run.captures()))
        .checks()
        .getFirst();
  }
}
