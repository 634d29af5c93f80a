// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.memory.FrameContents;
import dev.kernellab.protocol.Budgets;
import dev.kernellab.protocol.Capture.Reason;
import dev.kernellab.protocol.Chord;
import dev.kernellab.protocol.Hex64;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.protocol.Keyboard;
import dev.kernellab.protocol.RunAnswer;
import dev.kernellab.protocol.RunEvent.CheckpointReached;
import dev.kernellab.protocol.RunEvent.ExecutionChanged;
import dev.kernellab.protocol.RunEvent.SerialOutput;
import dev.kernellab.protocol.RunEvent.SnapshotTaken;
import dev.kernellab.protocol.RunMode;
import dev.kernellab.protocol.RunQuestion;
import dev.kernellab.protocol.RunQuestion.Space;
import dev.kernellab.protocol.RunWish;
import dev.kernellab.runner.LabBench.Watched;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// At the controls of a kernel that shows each key's scan code on the screen, keeps the last one
/// where the profile has it captured, and then comes by a checkpoint.
@Timeout(60)
class ControlIT {
  private static final int KEPT_AT = 0x60000;

  private static final String SHOWS_KEYS =
      """
        mov $0xB8000, %edi
        print '>'
      1: in $0x64, %al
        test $1, %al
        jz 1b
        in $0x60, %al
        test $0x80, %al
        jnz 1b
        mov %al, 0x60000
        mov $0x0F, %ah
        mov %ax, (%edi)
        add $2, %edi
        call checkpoint_a
        jmp 1b
      .global checkpoint_a
      checkpoint_a: ret
      """;

  @TempDir Path folder;
  private LabBench bench;

  @BeforeEach
  void open() throws IOException {
    bench = new LabBench();
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    bench.close();
    assertThat(LabBench.residue()).isEmpty();
  }

  private Watched start(RunMode mode, int seconds) throws Exception {
    var budgets = new Budgets(1L << 50, 1 << 20, 20, 20, seconds);
    Watched run =
        bench.start(
            LabBench.request(KernelKind.ELF, mode, budgets, "checkpoint_b"),
            Kernels.elf(folder, SHOWS_KEYS));
    run.await(SerialOutput.class::isInstance);
    return run;
  }

  @Test
  void keysReachTheScreenAndThePausedMachineIsWhatItsSnapshotSays() throws Exception {
    Watched run = start(RunMode.INTERACTIVE, 60);
    BufferedImage before = screen(run);
    press(run, "a");
    awaitHits(run, 1);
    assertThat(pixelsThatDiffer(before, screen(run))).isPositive();

    run.live.tell(new RunWish.Pause());
    long stoodAt = awaitExecution(run, true, 1).instructions();
    run.live.tell(new RunWish.Capture());
    run.await(ignored -> run.captures(Reason.REQUEST).size() == 2);
    assertThat(run.captures(Reason.REQUEST))
        .allSatisfy(
            capture -> {
              assertThat(capture.instructions()).isEqualTo(stoodAt);
              assertThat(capture.torn()).isFalse();
            });
    byte[] kept = read(run, Space.PHYSICAL, KEPT_AT, 4096).bytes();
    assertThat(kept).startsWith(0x1E).isEqualTo(lastCaptured(run));
    assertThat(read(run, Space.LINEAR, KEPT_AT, 4096).bytes()).isEqualTo(kept);

    press(run, "b"); // while it stands still
    run.live.tell(new RunWish.Step());
    ExecutionChanged atCheckpoint = awaitExecution(run, true, 2);
    assertThat(run.all(CheckpointReached.class)).hasSize(2);
    assertThat(atCheckpoint.instructions())
        .isGreaterThan(stoodAt)
        .isEqualTo(run.all(CheckpointReached.class).getLast().instructions());
    assertThat(read(run, Space.PHYSICAL, KEPT_AT, 1).bytes()).containsExactly(0x30);

    run.live.tell(new RunWish.Continue());
    awaitExecution(run, false, 2);
    press(run, "c");
    awaitHits(run, 3);
    run.live.cancel();
    run.live.awaitEnd();
    assertThat(ask(run, new RunQuestion.Screen()))
        .isInstanceOfSatisfying(
            RunAnswer.Refused.class, it -> assertThat(it.code()).isEqualTo("RUN_NOT_LIVE"));
  }

  @Test
  void whatIsNotRamIsNotRead() throws Exception {
    Watched run = start(RunMode.INTERACTIVE, 60);
    assertThat(read(run, Space.PHYSICAL, 0x9FFF0, 32).unreadable())
        .containsExactly(new RunAnswer.Gap(16, 16));
    assertThat(read(run, Space.PHYSICAL, 64 << 20, 65_536).unreadable())
        .containsExactly(new RunAnswer.Gap(0, 65_536));
    assertThat(read(run, Space.LINEAR, 0xFFFF_FFFF_FFFF_0000L, 16).unreadable())
        .containsExactly(new RunAnswer.Gap(0, 16));
    run.live.cancel();
    run.live.awaitEnd();
  }

  @Test
  void aPauseDoesNotOutlastTheSession() throws Exception {
    Watched run = start(RunMode.INTERACTIVE, 1);
    run.live.tell(new RunWish.Pause());
    run.live.awaitEnd();
    assertThat(run.all(ExecutionChanged.class)).hasSize(1);
    assertThat(run.outcome().code()).isEqualTo("SESSION_OVER");
  }

  @Test
  void aGradedRunCanOnlyBeLookedAt() throws Exception {
    Watched run = start(RunMode.GRADED, 60);
    assertThat(screen(run).getWidth()).isEqualTo(720);
    assertThat(ask(run, new RunQuestion.Memory(Space.PHYSICAL, new Hex64(0), 16)))
        .isInstanceOfSatisfying(
            RunAnswer.Refused.class, it -> assertThat(it.code()).isEqualTo("RUN_GRADED"));
    press(run, "a");
    run.live.tell(new RunWish.Pause());
    run.live.tell(new RunWish.Capture());
    run.await(ignored -> run.captures(Reason.REQUEST).size() == 1);
    assertThat(run.all(ExecutionChanged.class)).isEmpty();
    assertThat(run.all(CheckpointReached.class)).isEmpty();
    run.live.cancel();
    run.live.awaitEnd();
  }

  private static void press(Watched run, String text) {
    List<Chord> chords = Keyboard.typing(text);
    run.live.tell(new RunWish.Press(chords));
  }

  private static void awaitHits(Watched run, int hits) throws Exception {
    run.await(ignored -> run.all(CheckpointReached.class).size() == hits);
  }

  /// The nth change to this.
  private static ExecutionChanged awaitExecution(Watched run, boolean paused, int nth)
      throws Exception {
    run.await(ignored -> changes(run, paused).size() >= nth);
    return changes(run, paused).get(nth - 1);
  }

  private static List<ExecutionChanged> changes(Watched run, boolean paused) {
    return run.all(ExecutionChanged.class).stream().filter(it -> it.paused() == paused).toList();
  }

  private static RunAnswer ask(Watched run, RunQuestion question) throws Exception {
    return run.live.ask(question).get(10, TimeUnit.SECONDS);
  }

  private static RunAnswer.Memory read(Watched run, Space space, long address, int length)
      throws Exception {
    return (RunAnswer.Memory) ask(run, new RunQuestion.Memory(space, new Hex64(address), length));
  }

  private static BufferedImage screen(Watched run) throws Exception {
    RunAnswer.Screen answer = (RunAnswer.Screen) ask(run, new RunQuestion.Screen());
    return ImageIO.read(new ByteArrayInputStream(answer.png()));
  }

  private static long pixelsThatDiffer(BufferedImage one, BufferedImage other) {
    long differing = 0;
    for (int y = 0; y < one.getHeight(); y++) {
      for (int x = 0; x < one.getWidth(); x++) {
        differing += one.getRGB(x, y) == other.getRGB(x, y) ? 0 : 1;
      }
    }
    return differing;
  }

  /// The frame of `KEPT_AT`, as the captures tell it.
  private static byte[] lastCaptured(Watched run) {
    return run.all(SnapshotTaken.class).stream()
        .flatMap(it -> it.capture().changed().stream())
        .filter(content -> content.frame() == KEPT_AT >> 12)
        .map(FrameContents::inflate)
        .reduce((first, second) -> second)
        .orElseThrow();
  }
}
