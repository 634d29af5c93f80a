// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.verdict;

import static dev.kernellab.grading.fixture.DrawnKernel.BOOT_DIRECTORY;
import static dev.kernellab.grading.fixture.DrawnKernel.BOOT_TABLE;
import static dev.kernellab.grading.fixture.DrawnKernel.KERNEL_DIRECTORY;
import static dev.kernellab.grading.fixture.DrawnKernel.KERNEL_TABLE;
import static dev.kernellab.grading.fixture.DrawnKernel.USABLE_FRAMES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.check.Evidence;
import dev.kernellab.grading.fixture.Assignments;
import dev.kernellab.grading.fixture.DrawnKernel;
import dev.kernellab.grading.fixture.DrawnRun;
import dev.kernellab.grading.fixture.Verdicts;
import dev.kernellab.grading.verdict.CheckResult.Status;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.RunOutcome;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A kernel with one fault loses the checks that name it and no others.
class GraderFaultsTest {
  private static final Assignment ASSIGNMENT = Assignments.read("layout");
  private static final RunOutcome COMPLETED =
      new RunOutcome(RunOutcome.Kind.COMPLETED, "LAST_CHECKPOINT", "It got there.");
  private static final String BOOT = "checkpoint_boot_paging";
  private static final String IDENTITY = "checkpoint_identity_removed";
  private static final String DIRECTORY = "checkpoint_kernel_directory";
  private static final String MAP = "checkpoint_memory_map";
  private static final String IDLE = "checkpoint_idle";

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
    assertThat(Verdicts.lost(verdict)).isEqualTo(expected);
    assertThat(verdict.score())
        .isEqualTo(verdict.checks().stream().mapToInt(CheckResult::points).sum());
  }

  private static Verdict grade(DrawnRun run) {
    var machine = new Machine(Machine.Type.PC, 128);
    return Grader.grade(
        ASSIGNMENT, new Evidence(ASSIGNMENT.profile(), machine, COMPLETED, run.captures()));
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
