// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.verdict;

import static dev.kernellab.grading.fixture.DrawnKernel.KERNEL_DIRECTORY;
import static dev.kernellab.grading.fixture.DrawnKernel.KERNEL_TABLE;
import static dev.kernellab.grading.fixture.DrawnKernel.USABLE_FRAMES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.check.Evidence;
import dev.kernellab.grading.check.Exhibit;
import dev.kernellab.grading.fixture.Assignments;
import dev.kernellab.grading.fixture.DrawnKernel;
import dev.kernellab.grading.fixture.DrawnRun;
import dev.kernellab.grading.fixture.Verdicts;
import dev.kernellab.grading.verdict.CheckResult.Status;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.Hex32;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.RunOutcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The assignment as students get it, against a perfect kernel and kernels that are not; what each
/// fault loses is [GraderFaultsTest]'s.
class GraderTest {
  private static final Assignment ASSIGNMENT = Assignments.read("layout");
  private static final RunOutcome COMPLETED =
      new RunOutcome(RunOutcome.Kind.COMPLETED, "LAST_CHECKPOINT", "It got there.");

  private static final String DIRECTORY = "checkpoint_kernel_directory";
  private static final String MAP = "checkpoint_memory_map";
  private static final String IDLE = "checkpoint_idle";

  @Test
  void aPerfectKernelHasEverything() {
    Verdict verdict = grade(DrawnKernel.perfect());
    assertThat(Verdicts.lost(verdict)).isEmpty();
    assertThat(verdict.score()).isEqualTo(100);
    assertThat(verdict.max()).isEqualTo(100);
    assertThat(verdict.assignment()).isEqualTo("layout");
  }

  @Test
  void aCheckThatPassesPointsAtTheMomentItNames() {
    Verdict verdict = grade(DrawnKernel.perfect());
    assertThat(check(verdict, "identity-gone").evidence()).isEqualTo(new Exhibit(1, null, null));
    assertThat(check(verdict, "identity-gone").message())
        .isEqualTo(
            "At checkpoint_identity_removed the identity mapping of 0x00000000 to 0x003FFFFF is"
                + " gone.");
    assertThat(check(verdict, "bitmap-in-place").message())
        .isEqualTo(
            "At checkpoint_memory_map the bitmap at 0x00060000 has 31,712 of 1,048,576 frames"
                + " free.");
  }

  @Test
  void aMessageSaysWhatWasSeenWhereAndWhatWouldBeRight() {
    CheckResult result =
        check(
            grade(
                DrawnKernel.withFault(DIRECTORY, run -> run.word(KERNEL_DIRECTORY + 4 * 1023, 0))),
            "self-reference");
    assertThat(result.message())
        .isEqualTo(
            "At checkpoint_kernel_directory PDE 1023 is 0x00000000: not present."
                + " Expected the directory's own frame, 0x0010C000.");
    assertThat(result.evidence())
        .isEqualTo(
            new Exhibit(
                2,
                null,
                new LinearAddress(0xFFC0_0000L),
                List.of(new Exhibit.Entry(1023, new Hex32(0)))));
    assertThat(result.points()).isZero();
    assertThat(result.max()).isEqualTo(10);
  }

  @Test
  void aMessageAboutPagesNamesThePages() {
    assertThat(
            check(
                    grade(
                        DrawnKernel.withFault(
                            IDLE, run -> run.word(KERNEL_DIRECTORY, KERNEL_TABLE + 3))),
                    "identity-gone")
                .message())
        .isEqualTo(
            "At checkpoint_idle 0x00000000 to 0x000FFFFF is mapped to 0x00000000, for the"
                + " supervisor. Expected that the identity mapping of 0x00000000 to 0x003FFFFF is"
                + " gone.");
    assertThat(
            check(
                    grade(
                        DrawnKernel.withFault(
                            DIRECTORY, run -> run.word(KERNEL_DIRECTORY + 4 * 960, 0))),
                    "kernel-mapped")
                .message())
        .isEqualTo(
            "At checkpoint_kernel_directory 0xF0000000 is not mapped: PDE 960 is not present."
                + " Expected 0xF0000000 to 0xF03FFFFF to be mapped to 0x00000000 and on.");
  }

  @Test
  void aMessageAboutFramesNamesTheFrames() {
    CheckResult result =
        check(
            grade(DrawnKernel.withFault(MAP, run -> run.free(40_000, 3))),
            "nothing-free-beyond-ram");
    assertThat(result.message())
        .isEqualTo(
            "At checkpoint_memory_map 3 of frames 32768 to 1048575 (0x08000000 to 0xFFFFFFFF) are"
                + " free, the first is frame 40000. Expected all of them to be allocated. RAM ends"
                + " at 0x08000000; nothing above it is memory.");
    assertThat(result.evidence())
        .isEqualTo(new Exhibit(3, List.of(new FrameRange(40_000, 3)), null));
  }

  @Test
  void partOfTheRamEarnsPartOfThePoints() {
    CheckResult result =
        check(
            grade(DrawnKernel.withFault(MAP, run -> run.allocate(16_880, 15_856))),
            "usable-ram-free");
    assertThat(result.points()).isEqualTo(5);
    assertThat(result.message())
        .isEqualTo(
            "At checkpoint_memory_map 15,856 of the 31,712 usable frames from 0x00400000 to"
                + " 0x07FDFFFF are free. Expected all but the 256 that the kernel may hold itself:"
                + " 15,600 are missing.");
  }

  @Test
  void whatTheKernelMayHoldEarnsNothingWhereNothingIsFree() {
    DrawnRun run = DrawnKernel.withFault(MAP, it -> it.allocate(1024, USABLE_FRAMES).free(2040, 1));
    var small = new Machine(Machine.Type.PC, 8); // frames 1024 to 2015 are usable
    CheckResult result = check(grade(small, run.captures(), COMPLETED), "usable-ram-free");
    assertThat(result.points()).isZero();
    assertThat(result.status()).isEqualTo(Status.FAILED);
  }

  @Test
  void aKernelThatDiesEarlyKeepsWhatItShowed() {
    DrawnRun run = DrawnKernel.perfect();
    var outcome =
        new RunOutcome(RunOutcome.Kind.KERNEL_FAULT, "TRIPLE_FAULT", "The processor met a fault.");
    Verdict verdict = grade(run.captures().subList(0, 2), outcome);
    assertThat(verdict.score()).isEqualTo(20);
    assertThat(check(verdict, "bitmap-in-place").status()).isEqualTo(Status.NOT_RUN);
    assertThat(check(verdict, "bitmap-in-place").message())
        .isEqualTo(
            "The kernel never reached checkpoint_memory_map (Memory map): its run had ended by then"
                + " (TRIPLE_FAULT).");
    assertThat(check(verdict, "bitmap-in-place").evidence()).isNull();
  }

  @Test
  void whatADeadKernelLeftIsNotHeldAgainstIt() {
    DrawnRun run = DrawnKernel.perfect();
    run.control(0x11, 0).look(Capture.Reason.FAULT, false);
    run.look(Capture.Reason.FINAL, false);
    var fault = new RunOutcome(RunOutcome.Kind.KERNEL_FAULT, "TRIPLE_FAULT", "It died.");
    assertThat(grade(run.captures(), fault).score()).isEqualTo(100);
    assertThat(Verdicts.lost(grade(run.captures(), COMPLETED)))
        .as("without a fault the last look counts")
        .containsOnlyKeys("identity-gone", "supervisor-only", "guards-unmapped");
  }

  @Test
  void tornSnapshotsAreNeverGraded() {
    DrawnRun run = DrawnKernel.perfect();
    run.word(KERNEL_DIRECTORY, KERNEL_TABLE + 3).look(Capture.Reason.PERIOD, true);
    run.word(KERNEL_DIRECTORY, 0).look(Capture.Reason.FINAL, false);
    assertThat(grade(run).score()).isEqualTo(100);
  }

  @Test
  void aSnapshotBetweenCheckpointsCountsForWhatMustLast() {
    DrawnRun run = DrawnKernel.perfect();
    run.word(KERNEL_DIRECTORY, KERNEL_TABLE + 3).look(Capture.Reason.REQUEST, false);
    run.word(KERNEL_DIRECTORY, 0).look(Capture.Reason.FINAL, false);
    Verdict verdict = grade(run);
    assertThat(Verdicts.lost(verdict)).containsOnlyKeys("identity-gone");
    assertThat(check(verdict, "identity-gone").message()).startsWith("In snapshot 5 ");
  }

  @Test
  void pagingThatIsOffOrOfAnotherKindIsSaidToBe() {
    Verdict off = grade(DrawnKernel.withFault(DIRECTORY, run -> run.control(0x11, 0)));
    assertThat(check(off, "kernel-mapped").message())
        .isEqualTo(
            "At checkpoint_kernel_directory paging is off: CR0.PG is 0."
                + " Expected 32-bit paging to be on.");
    Verdict pae = grade(DrawnKernel.withFault(DIRECTORY, run -> run.control(0x8000_0011, 0x20)));
    assertThat(check(pae, "self-reference").message())
        .isEqualTo(
            "At checkpoint_kernel_directory CR4.PAE is set. Expected 32-bit paging without it.");
    Verdict nowhere = grade(DrawnKernel.withFault(DIRECTORY, run -> run.directory(0x7000_0000)));
    assertThat(check(nowhere, "alias-gone").message())
        .isEqualTo("At checkpoint_kernel_directory CR3 refers to a page directory outside RAM.");
  }

  @Test
  void aBuildThatWasRejectedEarnsNothing() {
    var rejected =
        new RunOutcome(RunOutcome.Kind.BUILD_REJECTED, "BUILD_FAILED", "make failed: exit 2.");
    Verdict verdict = grade(List.of(), rejected);
    assertThat(verdict.score()).isZero();
    assertThat(verdict.max()).isEqualTo(100);
    assertThat(verdict.checks())
        .allSatisfy(
            check -> {
              assertThat(check.status()).isEqualTo(Status.NOT_RUN);
              assertThat(check.message())
                  .isEqualTo("The kernel was not booted. make failed: exit 2.");
            });
  }

  @ParameterizedTest
  @EnumSource(
      value = RunOutcome.Kind.class,
      names = {"LAB_FAULT", "CANCELLED"})
  void whatIsNotTheKernelsDoingIsNeverGraded(RunOutcome.Kind kind) {
    var outcome = new RunOutcome(kind, "WALL_CLOCK", "Our fault.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> grade(DrawnKernel.perfect().captures(), outcome))
        .withMessage("a run that ended with " + kind + " is not graded");
  }

  private static Verdict grade(DrawnRun run) {
    return grade(run.captures(), COMPLETED);
  }

  private static Verdict grade(List<Capture> captures, RunOutcome outcome) {
    return grade(new Machine(Machine.Type.PC, 128), captures, outcome);
  }

  private static Verdict grade(Machine machine, List<Capture> captures, RunOutcome outcome) {
    return Grader.grade(ASSIGNMENT, new Evidence(ASSIGNMENT.profile(), machine, outcome, captures));
  }

  private static CheckResult check(Verdict verdict, String id) {
    return verdict.checks().stream().filter(it -> it.id().equals(id)).findFirst().orElseThrow();
  }
}
