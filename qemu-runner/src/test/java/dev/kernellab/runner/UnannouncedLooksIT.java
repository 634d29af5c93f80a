// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.memory.AddressSpace;
import dev.kernellab.memory.CapturedMemory;
import dev.kernellab.memory.seal.EvidenceSeal;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.Capture.Reason;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunMode;
import dev.kernellab.protocol.RunOutcome.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kernels whose directory refers to itself while they call a checkpoint, and at no other time.
class UnannouncedLooksIT {
  private static final int SELF = 1023;

  private static final String CLIMB =
      """
        mov $0x200000, %edi
        xor %eax, %eax
        mov $2048, %ecx
        rep stosl
        mov $0x201000, %edi
        mov $3, %eax
      1: stosl
        add $4096, %eax
        cmp $0x202000, %edi
        jb 1b
        movl $0x201003, 0x200000
        movl $0x200003, 0x200FFC
        mov $0x200000, %eax
        mov %eax, %cr3
        mov %cr0, %eax
        or $0x80000000, %eax
        mov %eax, %cr0
        mov $18, %ebx
      """;

  private static final String END =
      """
        call checkpoint_b
      9: hlt
        jmp 9b
      .global checkpoint_a, checkpoint_b
      checkpoint_a: ret
      checkpoint_b: ret
      """;

  private static final String WITH_CALLS =
      CLIMB
          + """
            2: movl $0x200003, 0x200FFC
              call checkpoint_a
              movl $0, 0x200FFC
              call work
              dec %ebx
              jnz 2b
            """
          + END
          + """
            work: mov $500, %ecx
            3: call nothing
              dec %ecx
              jnz 3b
            nothing: ret
            """;

  private static final String WITHOUT_CALLS =
      CLIMB
          + """
            2: movl $0x200003, 0x200FFC
              push $3f
              jmp checkpoint_a
            3: movl $0, 0x200FFC
              mov $1000000, %ecx
            4: dec %ecx
              jnz 4b
              dec %ebx
              jnz 2b
            """
          + END;

  @TempDir Path folder;
  private LabBench bench;

  @BeforeEach
  void open() throws IOException {
    bench = new LabBench();
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
    assertThat(LabBench.residue()).isEmpty();
  }

  @Test
  void aKernelIsSeenWhereItDoesNotKnowAndCountsTheSame() throws Exception {
    Path kernel = Kernels.elf(folder, WITH_CALLS);
    var first = bench.run(LabBench.request(KernelKind.ELF), kernel);
    var second = bench.run(LabBench.request(KernelKind.ELF), kernel);

    for (LabBench.Watched run : List.of(first, second)) {
      assertThat(run.outcome().kind()).isEqualTo(Kind.COMPLETED);
      List<Boolean> atCheckpoints = selfReferences(run, Reason.CHECKPOINT);
      assertThat(atCheckpoints).hasSize(19);
      assertThat(atCheckpoints.subList(0, 18)).containsOnly(true);
      assertThat(selfReferences(run, Reason.UNANNOUNCED)).hasSizeBetween(2, 3).containsOnly(false);
      assertThat(run.captures(Reason.UNANNOUNCED))
          .noneMatch(it -> it.torn() || it.physicalMap() != null);
    }
    assertThat(counts(second)).isEqualTo(counts(first));
    assertThat(seal(second)).isEqualTo(seal(first));
  }

  @Test
  void oneThatCallsNothingIsSeenInItsTime() throws Exception {
    var run = bench.run(LabBench.request(KernelKind.ELF), Kernels.elf(folder, WITHOUT_CALLS));
    assertThat(selfReferences(run, Reason.UNANNOUNCED)).isNotEmpty().containsOnly(false);
  }

  @Test
  void whoWatchesHimselfIsNotSurprised() throws Exception {
    var interactive = LabBench.request(KernelKind.ELF, RunMode.INTERACTIVE, LabBench.SMALL, null);
    var run = bench.start(interactive, Kernels.elf(folder, WITH_CALLS));
    run.await(ignored -> run.captures(Reason.CHECKPOINT).size() == 19);
    run.live.cancel();
    run.live.awaitEnd();
    assertThat(run.captures(Reason.UNANNOUNCED)).isEmpty();
  }

  private static List<Boolean> selfReferences(LabBench.Watched run, Reason reason) {
    var found = new ArrayList<Boolean>();
    CapturedMemory memory = CapturedMemory.EMPTY;
    for (RunEvent.SnapshotTaken taken : run.all(RunEvent.SnapshotTaken.class)) {
      Capture capture = taken.capture();
      memory = memory.after(capture);
      if (capture.reason() == reason) {
        AddressSpace space = AddressSpace.read(capture.registers(), memory);
        found.add(space.directoryEntry(SELF).isPresent());
      }
    }
    return found;
  }

  private static List<Long> counts(LabBench.Watched run) {
    return run.all(RunEvent.CheckpointReached.class).stream()
        .map(RunEvent.CheckpointReached::instructions)
        .toList();
  }

  private static String seal(LabBench.Watched run) {
    var seal = new EvidenceSeal(true);
    run.events().forEach(seal::add);
    return seal.close(run.outcome()).orElseThrow();
  }
}
