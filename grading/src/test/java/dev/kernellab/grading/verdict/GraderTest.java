// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.verdict;

import static dev.kernellab.grading.fixture.DrawnKernel.BOOT_DIRECTORY;
import static dev.kernellab.grading.fixture.DrawnKernel.BOOT_TABLE;
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
import dev.kernellab.grading.verdict.CheckResult.Status;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.Hex32;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.RunOutcome;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The assignment as students get it, against a perfect kernel with one fault at a time: each loses
/// the checks that name it and no other.
class GraderTest {
  private static final Assignment ASSIGNMENT = Assignments.read("layout");
  private static final RunOutcome COMPLETED =
      new RunOutcome(RunOutcome.Kind.COMPLETED, "LAST_CHECKPOINT", "It got there.");

  private static final String BOOT = "checkpoint_boot_paging";
  private static final String IDENTITY = "checkpoint_identity_removed";
  private static final String DIRECTORY = "checkpoint_kernel_directory";
  private static final String MAP = "checkpoint_memory_map";
  private static final String IDLE = "checkpoint_idle";

  @Test
  void aPerfectKernelHasEverything() {
    Verdict verdict = grade(DrawnKernel.perfect());
    assertThat(lost(verdict)).isEmpty();
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

  static Stream<Arguments> faults() {
    return Stream.of(
        fault("no alias at 3 GiB", BOOT, run -> run.word(BOOT_DIRECTORY + 4 * 768, 0))
            .loses("boot-paging", Status.FAILED),
        fault("the boot table ends early", BOOT, run -> run.word(BOOT_TABLE + 4092, 0))
            .loses("boot-paging", Status.FAILED),
        fault("identity left", IDENTITY, run -> run.word(BOOT_DIRECTORY, BOOT_TABLE + 3))
            .loses("identity-gone", Status.FAILED),
        fault("identity back", IDLE, run -> run.word(KERNEL_DIRECTORY, KERNEL_TABLE + 3))
            .loses("identity-gone", Status.FAILED),
        fault(
                "identity back, for everybody",
                IDLE,
                run -> run.word(KERNEL_DIRECTORY, 0x10E007).word(0x10E000 + 4 * 7, 7 * 4096 + 7))
            .loses("identity-gone", Status.FAILED),
        fault(
                "a process below 4 MiB: its right",
                IDLE,
                run -> run.word(KERNEL_DIRECTORY, 0x10E007).word(0x10E000, 0x40_0007))
            .loses(),
        fault("kernel one page off", DIRECTORY, run -> run.word(KERNEL_TABLE, 0x1003))
            .loses(
                "kernel-mapped", Status.FAILED,
                "supervisor-only", Status.NOT_RUN,
                "guards-unmapped", Status.NOT_RUN),
        fault("no self-reference", DIRECTORY, run -> run.word(KERNEL_DIRECTORY + 4 * 1023, 0))
            .loses("self-reference", Status.FAILED),
        fault(
                "refers to the boot directory",
                DIRECTORY,
                run -> run.word(KERNEL_DIRECTORY + 4 * 1023, BOOT_DIRECTORY + 3))
            .loses("self-reference", Status.FAILED),
        fault(
                "alias left",
                DIRECTORY,
                run -> run.word(KERNEL_DIRECTORY + 4 * 768, KERNEL_TABLE + 3))
            .loses("alias-gone", Status.FAILED),
        fault(
                "a kernel page for the user",
                DIRECTORY,
                run ->
                    run.word(KERNEL_DIRECTORY + 4 * 960, KERNEL_TABLE + 7)
                        .word(KERNEL_TABLE + 4 * 9, 9 * 4096 + 7))
            .loses("supervisor-only", Status.FAILED),
        fault(
                "a kernel page for the user, later",
                IDLE,
                run -> run.word(KERNEL_DIRECTORY + 4 * 1000, 0x10E007).word(0x10E000, 0x40_0007))
            .loses("supervisor-only", Status.FAILED),
        fault(
                "the heap runs into its guard",
                IDLE,
                run -> run.word(KERNEL_DIRECTORY + 4 * 1020, 0x10E003).word(0x10E000, 0x40_0003))
            .loses("guards-unmapped", Status.FAILED),
        fault("all allocated", MAP, run -> run.allocate(1024, USABLE_FRAMES)).losesTheBitmap(),
        fault("all free", MAP, run -> run.free(0, 1 << 20)).losesTheBitmap(),
        fault("everything above 4 MiB free", MAP, run -> run.free(1024, (1 << 20) - 1024))
            .losesTheBitmap(),
        fault(
                "0 is free, 1 is allocated",
                MAP,
                run -> run.free(0, 1 << 20).allocate(1024, USABLE_FRAMES))
            .losesTheBitmap(),
        fault("the first frame free", MAP, run -> run.free(0, 1))
            .loses("low-memory-allocated", Status.FAILED),
        fault("the last frame below 4 MiB free", MAP, run -> run.free(1023, 1))
            .loses("low-memory-allocated", Status.FAILED),
        fault("a frame past RAM free", MAP, run -> run.free(32_768, 1))
            .loses("nothing-free-beyond-ram", Status.FAILED),
        fault("the last frame of 4 GiB free", MAP, run -> run.free(1_048_575, 1))
            .loses("nothing-free-beyond-ram", Status.FAILED),
        fault("half of RAM forgotten", MAP, run -> run.allocate(16_880, 15_856))
            .loses("usable-ram-free", Status.PARTIAL),
        fault("1 MiB kept by the kernel: its right", MAP, run -> run.allocate(1024, 256)).loses(),
        fault("one frame more kept", MAP, run -> run.allocate(1024, 257))
            .loses("usable-ram-free", Status.PARTIAL),
        fault("free, but not what is asked", MAP, run -> run.allocate(1024, 31_711))
            .loses("usable-ram-free", Status.FAILED),
        fault("the firmware's frames free: not held against it", MAP, run -> run.free(32_736, 32))
            .loses());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void aFaultLosesTheChecksThatNameIt(
      String name, String checkpoint, Consumer<DrawnRun> fault, Map<String, Status> expected) {
    Verdict verdict = grade(DrawnKernel.withFault(checkpoint, fault));
    assertThat(lost(verdict)).isEqualTo(expected);
    assertThat(verdict.score())
        .isEqualTo(verdict.checks().stream().mapToInt(CheckResult::points).sum());
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
    assertThat(lost(grade(run.captures(), COMPLETED)))
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
    assertThat(lost(verdict)).containsOnlyKeys("identity-gone");
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

  private static Map<String, Status> lost(Verdict verdict) {
    var lost = new TreeMap<String, Status>();
    for (CheckResult check : verdict.checks()) {
      if (check.status() != Status.PASSED) {
        lost.put(check.id(), check.status());
      }
    }
    return lost;
  }

  private static Fault fault(String name, String checkpoint, Consumer<DrawnRun> fault) {
    return new Fault(name, checkpoint, fault);
  }

  private record Fault(String name, String checkpoint, Consumer<DrawnRun> fault) {
    Arguments loses() {
      return losing(Map.of());
    }

    Arguments loses(String id, Status status) {
      return losing(Map.of(id, status));
    }

    Arguments loses(String a, Status s, String b, Status t, String c, Status u) {
      return losing(Map.of(a, s, b, t, c, u));
    }

    Arguments losesTheBitmap() {
      return losing(
          Map.of(
              "bitmap-in-place", Status.FAILED,
              "low-memory-allocated", Status.NOT_RUN,
              "nothing-free-beyond-ram", Status.NOT_RUN,
              "usable-ram-free", Status.NOT_RUN));
    }

    private Arguments losing(Map<String, Status> lost) {
      return Arguments.of(name, checkpoint, fault, lost);
    }
  }
}
