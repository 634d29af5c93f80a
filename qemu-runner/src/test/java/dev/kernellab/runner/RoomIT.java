// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kernellab.protocol.Budgets;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.protocol.RunMode;
import dev.kernellab.protocol.RunOutcome.Kind;
import dev.kernellab.protocol.RunRequest;
import dev.kernellab.protocol.RunWish;
import dev.kernellab.runner.LabBench.Watched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Guests whose memory has no room in the folder for runs: a small tmpfs of the test's own.
class RoomIT {
  /// For two boxes' other files, and one guest of 64 MiB; never for two.
  private static final int SIZE_MIB = 2 * 64 + 96;

  /// Writes to every page from 2 MiB to 64 MiB.
  private static final String TOUCHES_ALL =
      """
        mov $0x200000, %edi
      2: movl $1, (%edi)
        add $4096, %edi
        cmp $0x4000000, %edi
        jb 2b
      """;

  private Path folder;

  @BeforeEach
  void mount() throws Exception {
    assumeTrue(
        Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "only root can mount");
    folder = Files.createTempDirectory("room");
    command("mount", "-t", "tmpfs", "-o", "mode=755,size=" + SIZE_MIB + "m", "tmpfs", "" + folder);
  }

  @AfterEach
  void unmount() throws Exception {
    if (folder != null) {
      command("umount", folder.toString());
      Files.delete(folder);
    }
  }

  /// The second waits for the first, which could take all that it was promised.
  @Test
  void guestsThatTouchAllTheirMemoryDoNotMeet() throws Exception {
    try (LabBench bench = bench()) {
      Path kernel = Kernels.elf(folder, "print 'x'\n" + TOUCHES_ALL + "print 'y'\n1: jmp 1b\n");
      Watched first = bench.start(endless(), kernel);
      first.await(ignored -> first.serial().equals("xy"));
      Watched second = bench.start(endless(), kernel);
      Watched tooLarge = bench.run(LabBench.requestWithRam(128), kernel);

      assertThat(second.events()).isEmpty();
      first.live.cancel();
      first.live.awaitEnd();
      second.await(ignored -> second.serial().equals("xy"));
      second.live.cancel();
      second.live.awaitEnd();
      assertThat(tooLarge.outcome().kind()).isEqualTo(Kind.LAB_FAULT);
      assertThat(tooLarge.outcome().message()).contains("128 MiB have no room");
    }
  }

  @Test
  void aFullFolderIsNoFaultOfTheKernels() throws Exception {
    try (LabBench bench = bench()) {
      String waits =
          "print 'x'\n1: mov $0x3fd, %dx\n in %dx, %al\n test $1, %al\n jz 1b\n"
              + TOUCHES_ALL
              + "3: jmp 3b\n";
      Watched run = bench.start(endless(), Kernels.elf(folder, waits));
      run.await(RunEvent.SerialOutput.class::isInstance);
      Path rest = folder.resolve("rest");
      command("fallocate", "-l", Files.getFileStore(folder).getUsableSpace() + "", "" + rest);
      run.live.tell(new RunWish.Type(new byte[] {'x'}));
      run.live.awaitEnd();

      assertThat(run.outcome().kind()).as("%s", run.outcome()).isEqualTo(Kind.LAB_FAULT);
      assertThat(run.outcome().message()).contains("no room left");
      Files.delete(rest);
    }
  }

  private LabBench bench() throws IOException {
    RunnerSettings settings = RunnerSettings.DEFAULT.withCapacity(2);
    return new LabBench(settings.withSandbox(settings.sandbox().withFolder(folder)));
  }

  private static RunRequest endless() {
    var budgets = new Budgets(1L << 50, 1 << 20, 20, 20, 20);
    return LabBench.request(KernelKind.ELF, RunMode.INTERACTIVE, budgets, null);
  }

  private static void command(String... words) throws Exception {
    Process process = new ProcessBuilder(words).inheritIO().start();
    assertThat(process.waitFor(10, SECONDS) && process.exitValue() == 0).isTrue();
  }
}
