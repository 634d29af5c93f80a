// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kernellab.cli.KernelFile;
import dev.kernellab.cli.local.AssignmentFolder;
import dev.kernellab.cli.local.LocalCapsule;
import dev.kernellab.cli.local.LocalKernel;
import dev.kernellab.cli.local.LocalLab;
import dev.kernellab.cli.local.LocalRun;
import dev.kernellab.protocol.Boot;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.RunMode;
import dev.kernellab.protocol.RunRequest;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Kernels that come out otherwise whenever they are built: only what was recorded shows the same.
class RecordedImageIT {
  private static final Path KERNELS = Path.of("../tests/kernels/boot");

  @TempDir private Path folder;

  @Test
  void grubIsGivenTheKernelAndTheModuleThatWereBuilt() throws Exception {
    var module = new Boot.Module("initrd.img", "one", "given");
    replaysTheSame(
        new Boot(Boot.Way.GRUB, "root=a", List.of(module), null),
        """
        all:
        \tgcc -m32 -c module.S
        \tld -m elf_i386 -T kernel.ld -o kernel.elf module.o
        \tod -An -N8 -tx1 /dev/urandom >given
        """);
  }

  @Test
  void aDiskIsBootedWithTheSymbolsOfItsKernel() throws Exception {
    replaysTheSame(
        new Boot(Boot.Way.DISK),
        """
        all:
        \tgcc -m32 -c sector.S
        \tld -m elf_i386 -Ttext 0x7C00 -e start -o kernel.elf sector.o
        \tobjcopy -O binary -j .text kernel.elf kernel.img
        \thead -c 512 /dev/urandom >>kernel.img
        """);
  }

  private void replaysTheSame(Boot boot, String makefile) throws Exception {
    Path sources = Files.createDirectory(folder.resolve("sources"));
    for (String name : List.of("module.S", "sector.S", "common.inc", "kernel.ld")) {
      Files.copy(KERNELS.resolve(name), sources.resolve(name));
    }
    Files.writeString(sources.resolve("Makefile"), makefile);
    Path archive = Files.write(folder.resolve("work.tar.gz"), KernelFile.of(sources).bytes());
    var by = AssignmentFolder.read(Path.of("../grading/src/test/assignments/layout"));
    Path capsule = folder.resolve("capsule.zip");
    try (LocalLab lab = LocalLab.open(1)) {
      LocalRun run =
          lab.run(request(by, boot), new LocalKernel(KernelKind.SOURCES, archive), event -> {});
      assertThat(run.outcome().code()).as("%s", run.outcome()).isEqualTo("HALTED");
      LocalCapsule.write(run, new LocalLab.Task("work", by, 1), archive, capsule);
    }

    var out = new StringWriter();
    int code =
        new CommandLine(new ReplayCommand())
            .setOut(new PrintWriter(out))
            .execute("--boot", capsule.toString());

    assertThat(code).as("%s", out).isZero();
    assertThat(out.toString())
        .contains("Booted again, the kernel shows the same.", "That gives the same verdict")
        .doesNotContain("was built here");
  }

  private static RunRequest request(AssignmentFolder by, Boot boot) {
    return new RunRequest(
        "work",
        1,
        KernelKind.SOURCES,
        RunMode.GRADED,
        new Machine(Machine.Type.PC, 64, null, null, null, boot),
        by.assignment().budgets(),
        by.assignment().profile(),
        null);
  }
}
