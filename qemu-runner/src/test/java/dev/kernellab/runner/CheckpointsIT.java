// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.kernellab.memory.seal.EvidenceSeal;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunOutcome.Kind;
import dev.kernellab.protocol.RunState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A kernel that prints and comes by its checkpoints, on a real QEMU.
class CheckpointsIT {
  private static final String KERNEL =
      """
        print 'H'
        call checkpoint_a
        print 'I'
        call checkpoint_a
        call checkpoint_b
      1: hlt
        jmp 1b
      .global checkpoint_a, checkpoint_b
      checkpoint_a: ret
      checkpoint_b: ret
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

  @Test
  void tellsWhatWasPrintedThenTheCheckpointThenItsSnapshot() throws Exception {
    var run = bench.run(LabBench.request(KernelKind.ELF), Kernels.elf(folder, KERNEL));

    assertThat(run.events())
        .filteredOn(event -> !isSample(event))
        .extracting(event -> (Object) event.getClass())
        .containsExactly(
            RunEvent.StateChanged.class,
            RunEvent.MachineStarted.class,
            RunEvent.StateChanged.class,
            RunEvent.SerialOutput.class,
            RunEvent.CheckpointReached.class,
            RunEvent.SnapshotTaken.class,
            RunEvent.SerialOutput.class,
            RunEvent.CheckpointReached.class,
            RunEvent.SnapshotTaken.class,
            RunEvent.CheckpointReached.class,
            RunEvent.SnapshotTaken.class,
            RunEvent.Ended.class);
    assertThat(run.states()).containsExactly(RunState.BOOTING, RunState.RUNNING);
    assertThat(run.serial()).isEqualTo("HI");
    assertThat(run.all(RunEvent.CheckpointReached.class))
        .extracting(RunEvent.CheckpointReached::name, RunEvent.CheckpointReached::hit)
        .containsExactly(
            tuple("checkpoint_a", 1), tuple("checkpoint_a", 2), tuple("checkpoint_b", 1));
    assertThat(run.outcome().kind()).isEqualTo(Kind.COMPLETED);
    assertThat(run.outcome().code()).isEqualTo("LAST_CHECKPOINT");
  }

  @Test
  void stopsExactlyAtTheCheckpointsFirstInstruction() throws Exception {
    var run = bench.run(LabBench.request(KernelKind.ELF), Kernels.elf(folder, KERNEL));

    assertThat(run.captures(Capture.Reason.CHECKPOINT)).isNotEmpty();
    for (int i = 0; i < 3; i++) {
      var reached = run.all(RunEvent.CheckpointReached.class).get(i);
      Capture capture = run.captures(Capture.Reason.CHECKPOINT).get(i);
      assertThat(capture.checkpoint()).isEqualTo(reached.name());
      assertThat(capture.registers().eip().unsigned()).isEqualTo(reached.address().value());
      assertThat(capture.instructions()).isEqualTo(reached.instructions());
      assertThat(capture.torn()).isFalse();
    }
  }

  @Test
  void givesTheSameCapturesAndCountsEveryTime() throws Exception {
    Path kernel = Kernels.elf(folder, KERNEL);
    var first = bench.run(LabBench.request(KernelKind.ELF), kernel);
    var second = bench.run(LabBench.request(KernelKind.ELF), kernel);

    assertThat(second.captures(Capture.Reason.CHECKPOINT))
        .usingRecursiveComparison()
        .ignoringFields("n") // samples are numbered too, and a slow host has time for more of them
        .isEqualTo(first.captures(Capture.Reason.CHECKPOINT));
    assertThat(seal(second)).isEqualTo(seal(first));
    var more = LabBench.requestWithRam(32);
    assertThat(seal(bench.run(more, kernel))).as("another machine").isNotEqualTo(seal(first));
    Path other = Kernels.elf(folder, KERNEL.replace("'I'", "'J'"));
    assertThat(seal(bench.run(LabBench.request(KernelKind.ELF), other)))
        .as("another kernel")
        .isNotEqualTo(seal(first));
  }

  /// RAM of 512 MiB is read from a file, of more through the monitor.
  @Test
  void readsTheSameInEitherWay() throws Exception {
    Path kernel = Kernels.elf(folder, KERNEL);
    var small = bench.run(LabBench.requestWithRam(512), kernel);
    var large = bench.run(LabBench.requestWithRam(516), kernel);

    assertThat(small.captures(Capture.Reason.CHECKPOINT)).hasSize(3);
    assertThat(large.captures(Capture.Reason.CHECKPOINT))
        .usingRecursiveComparison()
        .comparingOnlyFields("checkpoint", "frames", "changed", "words")
        .isEqualTo(small.captures(Capture.Reason.CHECKPOINT));
  }

  private static String seal(LabBench.Watched run) {
    var seal = new EvidenceSeal(true);
    run.events().forEach(seal::add);
    return seal.close(run.outcome()).orElseThrow();
  }

  /// What it executes is what is written there, however busy whoever reads is: 11 instructions a
  /// byte, and three around them.
  @Test
  void neverLetsTheKernelWaitForItsTransmitter() throws Exception {
    String chatty =
        """
          call checkpoint_a
          mov $20000, %ecx
        1: mov $0x3fd, %dx
        2: in %dx, %al
          test $0x20, %al
          jz 2b
          mov $0x3f8, %dx
          mov %cl, %al
          and $0x3f, %al
          add $0x20, %al
          out %al, %dx
          dec %ecx
          jnz 1b
          call checkpoint_b
        .global checkpoint_a, checkpoint_b
        checkpoint_a: ret
        checkpoint_b: ret
        """;
    var run = bench.run(LabBench.request(KernelKind.ELF), Kernels.elf(folder, chatty));

    List<Long> counts =
        run.all(RunEvent.CheckpointReached.class).stream()
            .map(RunEvent.CheckpointReached::instructions)
            .toList();
    assertThat(run.serial()).hasSize(20_000);
    assertThat(counts.getLast() - counts.getFirst()).isEqualTo(11 * 20_000 + 3);
  }

  @Test
  void buildsSourcesFirst() throws Exception {
    Path sources = Kernels.tarGz(folder, Kernels.sources(KERNEL));
    var run = bench.run(LabBench.request(KernelKind.SOURCES), sources);

    assertThat(run.states()).containsExactly(RunState.BUILDING, RunState.BOOTING, RunState.RUNNING);
    assertThat(run.build()).contains("gcc -m32 -c boot.S");
    assertThat(run.outcome().code()).isEqualTo("LAST_CHECKPOINT");
  }

  private static boolean isSample(RunEvent event) {
    return event instanceof RunEvent.SnapshotTaken(Capture capture)
        && (capture.torn() || capture.cameUnannounced());
  }
}
