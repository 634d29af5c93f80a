// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.compare;

import static dev.kernellab.grading.fixture.DrawnKernel.KERNEL_DIRECTORY;
import static dev.kernellab.grading.fixture.DrawnKernel.KERNEL_TABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.grading.compare.Difference.Kind;
import dev.kernellab.grading.fixture.Assignments;
import dev.kernellab.grading.fixture.DrawnKernel;
import dev.kernellab.grading.fixture.DrawnRun;
import dev.kernellab.memory.Listing;
import dev.kernellab.protocol.Boot;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.FrameRange;
import dev.kernellab.protocol.LinearAddress;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.Profile;
import dev.kernellab.protocol.RunOutcome;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Runs drawn by hand, so that what differs is known.
class RunComparisonTest {
  private static final Profile PROFILE = Assignments.read("memory-manager").profile();
  private static final String DIRECTORY = "checkpoint_kernel_directory";
  private static final String MAP = "checkpoint_memory_map";
  private static final String IDLE = "checkpoint_idle";

  @Test
  void findsNothingBetweenTwoOfTheSame() {
    Listing<Difference> found = compare(DrawnKernel.perfect(), DrawnKernel.perfect());

    assertThat(found.items()).isEmpty();
    assertThat(found.truncated()).isFalse();
  }

  @Test
  void tellsTheFirstFrameThatDiffersAndAtWhichMoment() {
    Difference first = first(changed(MAP, run -> run.free(256, 3)));

    assertThat(first.kind()).isEqualTo(Kind.FRAMES);
    assertThat(first.at()).isEqualTo(MAP);
    assertThat(first.frames()).containsExactly(new FrameRange(256, 3));
    assertThat(first.message())
        .isEqualTo(
            "At checkpoint_memory_map frames 256 to 258 (0x00100000) are allocated in the first"
                + " run and free in the second.");
  }

  @Test
  void tellsFirstThatTheKernelsWereToldOtherThings() {
    var outcome = new RunOutcome(RunOutcome.Kind.COMPLETED, "LAST_CHECKPOINT", "So it was.");
    var one = new Machine(Machine.Type.PC, 128);
    Machine other = one.withBoot(new Boot(Boot.Way.MULTIBOOT, "ops=mem,alloc:3", null, null));
    DrawnRun changed = changed(MAP, run -> run.free(256, 3));

    List<Difference> found =
        RunComparison.of(
                run(one, DrawnKernel.perfect(), "", outcome), run(other, changed, "", outcome), 50)
            .items();

    assertThat(found).extracting(Difference::kind).startsWith(Kind.MACHINE, Kind.FRAMES);
    assertThat(found.getFirst().message())
        .isEqualTo(
            "The first run was made with 128 MiB, the second with 128 MiB and \"ops=mem,alloc:3\";"
                + " the rest may differ for that alone.");
  }

  @Test
  void saysNothingOfFramesBeforeTheAllocatorIsReady() {
    Difference first = first(changed(DIRECTORY, run -> run.free(256, 1)));

    assertThat(first.at()).isEqualTo(MAP);
  }

  @Test
  void tellsTheEntryOfTheDirectoryThatDiffers() {
    Difference first = first(changed(DIRECTORY, run -> run.word(KERNEL_DIRECTORY + 4 * 1023, 0)));

    assertThat(first.kind()).isEqualTo(Kind.ENTRY);
    assertThat(first.linear()).isEqualTo(LinearAddress.parse("0xFFC00000"));
    assertThat(first.message())
        .isEqualTo(
            "At checkpoint_kernel_directory PDE 1023 (for 0xFFC00000) is 0x0010C003 in the first"
                + " run and 0x00000000, not present, in the second.");
  }

  @Test
  void tellsTheEntryOfATableThatDiffersButNotWhetherItWasUsed() {
    DrawnRun used = changed(IDLE, run -> run.word(KERNEL_TABLE + 4 * 5, 5 * 4096 + 0x63));
    DrawnRun mapped = changed(IDLE, run -> run.word(KERNEL_TABLE + 4 * 5, 9 * 4096 + 3));

    assertThat(compare(DrawnKernel.perfect(), used).items()).isEmpty();
    assertThat(first(mapped).message())
        .isEqualTo(
            "At checkpoint_idle PTE 5 of PDE 960 (for 0xF0005000) is 0x00005003 in the first run"
                + " and 0x00009003 in the second.");
  }

  @Test
  void isNoListOfThousands() {
    DrawnRun wild =
        changed(
            IDLE,
            run -> {
              for (int i = 0; i < 1024; i++) {
                run.word(KERNEL_TABLE + 4 * i, 0);
              }
            });

    Listing<Difference> found = compare(DrawnKernel.perfect(), wild);

    assertThat(found.truncated()).isTrue();
    assertThat(found.items()).hasSize(8);
  }

  @Test
  void tellsWhatOnlyOneOfThemReached() {
    DrawnRun further = DrawnKernel.perfect();
    further.checkpoint(IDLE);

    Difference first = compare(further, DrawnKernel.perfect()).items().getFirst();

    assertThat(first.kind()).isEqualTo(Kind.MOMENT);
    assertThat(first.message())
        .isEqualTo(
            "The first run came to checkpoint_idle#2, the second did not, or not in this order.");
  }

  @Test
  void goesOnWithWhatBothReachedAfterAMomentThatOneOmitted() {
    DrawnRun run = changed(MAP, it -> it.checkpoint("checkpoint_other").n());
    run.allocate(1024, 1).checkpoint(IDLE);
    DrawnRun other = DrawnKernel.perfect();
    other.checkpoint(IDLE);

    assertThat(compare(other, run).items())
        .extracting(Difference::kind)
        .containsExactly(Kind.MOMENT, Kind.FRAMES);
  }

  @Test
  void tellsTheFirstLineThatDiffersAsPlainText() {
    Listing<Difference> found =
        RunComparison.of(
            run(DrawnKernel.perfect(), "Kernel\r\nfree: 100\r\nx", "LAST_CHECKPOINT"),
            run(DrawnKernel.perfect(), "Kernel\r\nfree: \u001B[31m99\r\ny", "LAST_CHECKPOINT"),
            10);

    assertThat(found.items())
        .extracting(Difference::message)
        .containsExactly(
            "Line 2 of the console is \"free: 100\" in the first run and"
                + " \"free: \uFFFD[31m99\" in the second.");
  }

  @Test
  void tellsHowEachEnded() {
    Listing<Difference> found =
        RunComparison.of(
            run(DrawnKernel.perfect(), "", "LAST_CHECKPOINT"),
            run(DrawnKernel.perfect(), "", "TRIPLE_FAULT"),
            10);

    assertThat(found.items())
        .extracting(Difference::message)
        .containsExactly(
            "The first run ended with LAST_CHECKPOINT (So it was.), the second with TRIPLE_FAULT"
                + " (So it was.).");
  }

  @Test
  void ignoresWhatWasLookedAtOnRequestUnannouncedOrWhileItRan() {
    DrawnRun watched = DrawnKernel.perfect();
    watched.free(1, 1).look(Capture.Reason.REQUEST, false);
    watched.look(Capture.Reason.UNANNOUNCED, false);
    watched.look(Capture.Reason.FINAL, true);

    assertThat(compare(DrawnKernel.perfect(), watched).items()).isEmpty();
  }

  private static DrawnRun changed(String checkpoint, Consumer<DrawnRun> change) {
    return DrawnKernel.withFault(checkpoint, change);
  }

  private static Difference first(DrawnRun changed) {
    return compare(DrawnKernel.perfect(), changed).items().getFirst();
  }

  private static Listing<Difference> compare(DrawnRun one, DrawnRun other) {
    return RunComparison.of(run(one, "", "LAST_CHECKPOINT"), run(other, "", "LAST_CHECKPOINT"), 50);
  }

  private static ComparedRun run(DrawnRun run, String console, String code) {
    var outcome = new RunOutcome(RunOutcome.Kind.COMPLETED, code, "So it was.");
    return run(new Machine(Machine.Type.PC, 128), run, console, outcome);
  }

  private static ComparedRun run(
      Machine machine, DrawnRun run, String console, RunOutcome outcome) {
    return new ComparedRun(machine, PROFILE, outcome, console, List.copyOf(run.captures()));
  }
}
