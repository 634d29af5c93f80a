// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.protocol.Budgets;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.Capture.Reason;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunMode;
import dev.kernellab.protocol.RunOutcome.Kind;
import dev.kernellab.protocol.RunRequest;
import dev.kernellab.protocol.RunWish;
import dev.kernellab.runner.LabBench.Watched;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every way in which a kernel's run can end, and whose doing it then is.
class EndingsIT {
  /// Every interrupt masked in both controllers.
  private static final String MASKED = "mov $0xff, %al\n out %al, $0x21\n out %al, $0xa1\n";

  /// The interval timer waits for a count that never comes (82C54: mode 0, low byte and high byte).
  private static final String NO_TIMER = "mov $0x30, %al\n out %al, $0x43\n";

  private static final String LOOP = "1: jmp 1b\n";

  @TempDir static Path folder;
  private static LabBench bench;

  @BeforeAll
  static void open() throws IOException {
    bench = new LabBench();
  }

  @AfterAll
  static void close() {
    bench.close();
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    assertThat(LabBench.residue()).isEmpty();
  }

  @Nested
  class ByTheKernel {
    @Test
    void tripleFault() throws Exception {
      Watched run = run("lidt none\n int $3\nnone: .word 0\n .long 0\n");

      assertEnd(run, Kind.KERNEL_FAULT, "TRIPLE_FAULT");
      assertThat(run.all(RunEvent.FaultSeen.class))
          .singleElement()
          .satisfies(
              fault -> {
                assertThat(fault.kind()).isEqualTo("TRIPLE_FAULT");
                assertThat(fault.registers().eip().unsigned()).isBetween(0x100000L, 0x101000L);
              });
      assertThat(run.captures(Reason.FAULT)).hasSize(1);
    }

    @Test
    void tripleFaultOnTheInstructionUnderACheckpoint() throws Exception {
      Watched run =
          run("lidt none\n .global checkpoint_a\ncheckpoint_a: int $3\nnone: .word 0\n .long 0\n");

      assertEnd(run, Kind.KERNEL_FAULT, "TRIPLE_FAULT");
      assertThat(run.captures(Reason.CHECKPOINT)).hasSize(1);
    }

    @Test
    void resetByTheKeyboardController() throws Exception {
      assertEnd(run("mov $0xfe, %al\n out %al, $0x64\n" + LOOP), Kind.KERNEL_FAULT, "RESET");
    }

    @Test
    void powerOff() throws Exception {
      Watched run = run("mov $0x604, %dx\n mov $0x2000, %ax\n out %ax, %dx\n" + LOOP);

      assertEnd(run, Kind.KERNEL_HALTED, "SHUTDOWN");
      assertThat(run.captures(Reason.FINAL)).hasSize(1);
    }

    @Test
    void haltWithInterruptsOff() throws Exception {
      Watched run = run("print 'x'\n1: hlt\n jmp 1b\n");

      assertEnd(run, Kind.KERNEL_HALTED, "HALTED");
      assertThat(run.serial()).isEqualTo("x");
      Capture last = run.captures(Reason.FINAL).getFirst();
      assertThat(last.torn()).isFalse();
      assertThat(last.registers().halted()).isTrue();
    }

    @Test
    void haltOnTheInstructionUnderACheckpoint() throws Exception {
      Watched run = run(".global checkpoint_a\ncheckpoint_a: hlt\n jmp checkpoint_a\n");

      assertEnd(run, Kind.KERNEL_HALTED, "HALTED");
    }
  }

  @Nested
  class ByABudget {
    @Test
    void instructions() throws Exception {
      Watched run = run("print 'x'\n" + LOOP);

      assertEnd(run, Kind.BUDGET_EXHAUSTED, "INSTRUCTIONS");
      assertThat(run.captures(Reason.FINAL))
          .singleElement()
          .satisfies(
              last -> {
                assertThat(last.instructions()).isGreaterThan(LabBench.SMALL.instructions());
                assertThat(last.torn()).isFalse();
              });
      assertThat(run.serial()).isEqualTo("x");
    }

    /// The checkpoint comes sooner than the lab looks, but after the budget's end.
    @Test
    void nothingCountsThatComesAfterIt() throws Exception {
      var budgets = new Budgets(7_000_000L, 65_536, 20, 20, 20);
      RunRequest request =
          LabBench.request(KernelKind.ELF, RunMode.GRADED, budgets, "checkpoint_b");
      String late =
          "mov $1000000, %ecx\n1: loop 1b\n call checkpoint_b\n"
              + ".global checkpoint_b\ncheckpoint_b: ret\n";
      Watched run = bench.run(request, Kernels.elf(folder, late));

      assertEnd(run, Kind.BUDGET_EXHAUSTED, "INSTRUCTIONS");
      assertThat(run.captures(Reason.CHECKPOINT)).isEmpty();
    }

    @Test
    void idling() throws Exception {
      // The timer ticks on, and hlt is never left.
      Watched run = run(MASKED + "sti\n1: hlt\n jmp 1b\n");

      assertEnd(run, Kind.BUDGET_EXHAUSTED, "INSTRUCTIONS");
      assertThat(run.outcome().message()).contains("idle");
    }

    @Test
    void idlingWithNoTimerSet() throws Exception {
      Watched run = run(NO_TIMER + MASKED + "sti\n1: hlt\n jmp 1b\n");

      assertEnd(run, Kind.BUDGET_EXHAUSTED, "INSTRUCTIONS");
      assertThat(run.outcome().message()).contains("idle");
    }

    /// Each stop lets QEMU skip to its next timer, here the date's, which is a day ahead.
    @Test
    void butNotByBeingStopped() throws Exception {
      Watched run =
          run(
              NO_TIMER
                  + "mov $8, %ebx\n1: call checkpoint_a\n dec %ebx\n jnz 1b\n cli\n hlt\n"
                  + ".global checkpoint_a\ncheckpoint_a: ret\n");

      assertEnd(run, Kind.KERNEL_HALTED, "HALTED");
      assertThat(run.captures(Reason.CHECKPOINT)).hasSize(8);
    }

    @Test
    void serialOutput() throws Exception {
      Watched run = run("mov $0x3f8, %dx\n1: out %al, %dx\n jmp 1b\n");

      assertEnd(run, Kind.BUDGET_EXHAUSTED, "SERIAL_OUTPUT");
      assertThat(run.serial()).hasSize((int) LabBench.SMALL.serialBytes());
    }

    @Test
    void snapshots() throws Exception {
      Watched run =
          run("1: call checkpoint_a\n jmp 1b\n .global checkpoint_a\ncheckpoint_a: ret\n");

      assertEnd(run, Kind.BUDGET_EXHAUSTED, "SNAPSHOTS");
      assertThat(run.captures(Reason.CHECKPOINT)).hasSize(LabBench.SMALL.snapshots());
    }
  }

  @Nested
  class ByTheLabOrItsUser {
    @Test
    void wallClock() throws Exception {
      var budgets = new Budgets(1L << 50, 65_536, 20, 20, 1);
      RunRequest request =
          LabBench.request(KernelKind.ELF, RunMode.GRADED, budgets, "checkpoint_b");

      assertEnd(bench.run(request, Kernels.elf(folder, LOOP)), Kind.LAB_FAULT, "WALL_CLOCK");
    }

    @Test
    void qemuKilledFromOutside() throws Exception {
      Watched run = startEndless(RunMode.GRADED);
      run.await(RunEvent.SerialOutput.class::isInstance);
      qemu().destroyForcibly();
      run.live.awaitEnd();

      assertEnd(run, Kind.LAB_FAULT, "MONITOR");
    }

    /// As one that is killed before it has said anything.
    @Test
    void qemuThatEndsAtOnce() throws Exception {
      try (var other = new LabBench(RunnerSettings.DEFAULT.withQemu("true"))) {
        RunRequest request = LabBench.request(KernelKind.ELF);
        assertEnd(other.run(request, Kernels.elf(folder, LOOP)), Kind.LAB_FAULT, "MONITOR");
      }
    }

    @Test
    void qemuCrashed() throws Exception {
      Watched run = startEndless(RunMode.GRADED);
      run.await(RunEvent.SerialOutput.class::isInstance);
      eraseCodeOf(qemu());
      run.live.awaitEnd();

      assertEnd(run, Kind.KERNEL_FAULT, "MACHINE_CRASHED");
    }

    @Test
    void cancelled() throws Exception {
      Watched run = startEndless(RunMode.GRADED);
      run.await(RunEvent.SerialOutput.class::isInstance);
      run.live.cancel();
      run.live.awaitEnd();

      assertEnd(run, Kind.CANCELLED, "CANCELLED");
      run.live.cancel();
      run.live.tell(new RunWish.Capture());
      run.live.tell(new RunWish.Type(new byte[] {'x'}));
    }

    @Test
    void cancelledWhileWaitingForItsTurn() throws Exception {
      try (LabBench narrow = new LabBench(RunnerSettings.DEFAULT.withCapacity(1))) {
        Watched first = narrow.start(endless(RunMode.GRADED), Kernels.elf(folder, printing(LOOP)));
        first.await(RunEvent.SerialOutput.class::isInstance);
        Watched second = narrow.start(endless(RunMode.GRADED), Kernels.elf(folder, LOOP));
        second.live.cancel();
        second.live.awaitEnd();

        assertThat(second.events()).hasSize(1);
        assertEnd(second, Kind.CANCELLED, "CANCELLED");
      }
    }

    @Test
    void consumerThatThrowsEndsItsRun() throws Exception {
      var live =
          bench.runner.start(
              endless(RunMode.GRADED),
              Kernels.elf(folder, printing(LOOP)),
              event -> {
                if (event instanceof RunEvent.SerialOutput) {
                  throw new IllegalStateException("viewer gone");
                }
              });

      live.awaitEnd();
    }
  }

  @Nested
  class Meanwhile {
    @Test
    void samplesWhatChangesWhileTheKernelRuns() throws Exception {
      Watched run = bench.start(endless(RunMode.GRADED), Kernels.elf(folder, COUNTS_IN_BITMAP));
      run.await(
          event ->
              event instanceof RunEvent.SnapshotTaken(Capture capture)
                  && capture.reason() == Reason.PERIOD
                  && capture.n() > 0);
      run.live.cancel();
      run.live.awaitEnd();

      Capture sample = run.captures(Reason.PERIOD).getLast();
      assertThat(sample.torn()).isTrue();
      assertThat(sample.changed()).extracting(Capture.FrameContent::frame).containsExactly(0x60);
    }

    @Test
    void capturesOnRequest() throws Exception {
      Watched run = startEndless(RunMode.INTERACTIVE);
      run.await(RunEvent.SerialOutput.class::isInstance);
      run.live.tell(new RunWish.Capture());
      run.await(
          event ->
              event instanceof RunEvent.SnapshotTaken(Capture capture)
                  && capture.reason() == Reason.REQUEST);
      run.live.cancel();
      run.live.awaitEnd();

      assertThat(run.captures(Reason.REQUEST))
          .singleElement()
          .satisfies(
              capture -> {
                assertThat(capture.torn()).isTrue();
              });
    }

    @Test
    void typesIntoAnInteractiveKernel() throws Exception {
      Watched run = bench.start(endless(RunMode.INTERACTIVE), Kernels.elf(folder, ECHO));
      run.await(RunEvent.SerialOutput.class::isInstance);
      run.live.tell(new RunWish.Type("lab".getBytes(StandardCharsets.US_ASCII)));
      run.await(ignored -> run.serial().equals(">lab"));
      run.live.cancel();
      run.live.awaitEnd();
    }

    @Test
    void anInteractiveSessionEndsWhenItsTimeIsOver() throws Exception {
      var oneSecond = new Budgets(1L << 50, 1 << 20, 20, 20, 1);
      RunRequest request =
          LabBench.request(KernelKind.ELF, RunMode.INTERACTIVE, oneSecond, "checkpoint_b");

      Watched run = bench.run(request, Kernels.elf(folder, printing(LOOP)));

      assertThat(run.outcome().code()).isEqualTo("SESSION_OVER");
    }

    @Test
    void twoRunsAtOnceDoNotMeet() throws Exception {
      Watched first = startEndless(RunMode.GRADED);
      first.await(RunEvent.SerialOutput.class::isInstance);
      Watched second = run("print 'b'\n1: hlt\n jmp 1b\n");

      assertThat(second.serial()).isEqualTo("b");
      first.live.cancel();
      first.live.awaitEnd();
      assertThat(first.serial()).isEqualTo("x");
    }
  }

  private static final String COUNTS_IN_BITMAP = "1: incl 0x60000\n jmp 1b\n";

  private static final String ECHO =
      printing(
          """
          1: mov $0x3fd, %dx
             in %dx, %al
             test $1, %al
             jz 1b
             mov $0x3f8, %dx
             in %dx, %al
             out %al, %dx
             jmp 1b
          """,
          '>');

  private static String printing(String body) {
    return printing(body, 'x');
  }

  private static String printing(String body, char character) {
    return "print '" + character + "'\n" + body;
  }

  private static RunRequest endless(RunMode mode) {
    var budgets = new Budgets(1L << 50, 1 << 20, 20, 20, 20);
    return LabBench.request(KernelKind.ELF, mode, budgets, "checkpoint_b");
  }

  private static Watched startEndless(RunMode mode) throws Exception {
    return bench.start(endless(mode), Kernels.elf(folder, printing(LOOP)));
  }

  private static Watched run(String body) throws Exception {
    return bench.run(LabBench.request(KernelKind.ELF), Kernels.elf(folder, body));
  }

  private static ProcessHandle qemu() {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().command().orElse("").contains("qemu-system"))
        .findFirst()
        .orElseThrow();
  }

  /// Whatever it executes next is a real, not a pretended, segmentation fault.
  private static void eraseCodeOf(ProcessHandle process) throws IOException {
    for (String mapping : Files.readAllLines(Path.of("/proc/" + process.pid() + "/maps"))) {
      if (mapping.contains(" r-xp ") && mapping.contains("qemu-system")) {
        String[] range = mapping.substring(0, mapping.indexOf(' ')).split("-");
        long start = Long.parseLong(range[0], 16);
        try (var memory = new RandomAccessFile("/proc/" + process.pid() + "/mem", "rw")) {
          memory.seek(start);
          memory.write(new byte[(int) (Long.parseLong(range[1], 16) - start)]);
        }
      }
    }
  }

  private static void assertEnd(Watched run, Kind kind, String code) {
    assertThat(run.outcome())
        .as("%s", run.outcome())
        .satisfies(
            outcome -> {
              assertThat(outcome.kind()).isEqualTo(kind);
              assertThat(outcome.code()).isEqualTo(code);
            });
  }
}
