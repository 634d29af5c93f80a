// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelFileTest {
  @TempDir Path folder;

  @BeforeEach
  void aSmallKernel() throws IOException {
    Files.writeString(folder.resolve("Makefile"), "all:\n");
    Files.createDirectories(folder.resolve("src"));
    Files.writeString(folder.resolve("src/main.c"), "void kernel_main(void) {}\n");
  }

  @Nested
  class AFolder {
    @Test
    void isCalledAsItIsWhereItLies() {
      String name = folder.getFileName() + ".tar.gz";
      assertThat(KernelFile.of(folder).name()).isEqualTo(name);
      assertThat(KernelFile.of(folder.resolve("src/..")).name()).isEqualTo(name);
      assertThat(KernelFile.of(folder).label() + ".tar.gz").isEqualTo(name);
    }

    /// The oracle is the system's own tar.
    @Test
    void isPackedAsTarReadsIt() throws Exception {
      assertThat(listedByTar(KernelFile.of(folder))).containsExactly("Makefile", "src/main.c");
    }

    @Test
    void mayHaveAnyMakefileThatMakeFinds() throws Exception {
      for (String name : List.of("makefile", "GNUmakefile")) {
        Files.delete(folder.resolve("Makefile"));
        Files.writeString(folder.resolve(name), "all:");
        assertThat(listedByTar(KernelFile.of(folder))).containsExactly(name, "src/main.c");
        Files.move(folder.resolve(name), folder.resolve("Makefile"));
      }
    }

    @Test
    void losesWhatTheBuildMadeAndWhatToolsKeep() throws Exception {
      for (String left : List.of("build/kernel.elf", ".git/config", "src/build/main.o")) {
        Files.createDirectories(folder.resolve(left).getParent());
        Files.writeString(folder.resolve(left), "x");
      }
      assertThat(listedByTar(KernelFile.of(folder))).containsExactly("Makefile", "src/main.c");
    }

    @Test
    void neverBringsWhatALinkPointsTo() throws Exception {
      Files.createSymbolicLink(folder.resolve("src/secrets"), Path.of("/etc/passwd"));
      assertThat(listedByTar(KernelFile.of(folder))).containsExactly("Makefile", "src/main.c");
    }

    @Test
    void packsToTheSameBytesEachTime() {
      assertThat(KernelFile.of(folder).bytes()).isEqualTo(KernelFile.of(folder).bytes());
    }

    @Test
    void withoutMakefileIsRefusedBeforeTheUpload() throws IOException {
      Files.delete(folder.resolve("Makefile"));
      assertThatThrownBy(() -> KernelFile.of(folder))
          .isInstanceOf(UsageProblem.class)
          .hasMessageContaining("has no Makefile");
    }
  }

  @Test
  void aFileIsSentAsItIs() throws IOException {
    Path elf = Files.write(folder.resolve("kernel.elf"), new byte[] {0x7f, 'E', 'L', 'F'});
    assertThat(KernelFile.of(elf).bytes()).containsExactly(0x7f, 'E', 'L', 'F');
  }

  @Test
  void moreThanTenMebibytesAreRefusedBeforeTheUpload() throws IOException {
    Path large = Files.write(folder.resolve("large.tar.gz"), new byte[KernelFile.LARGEST + 1]);
    assertThatThrownBy(() -> KernelFile.of(large)).hasMessageContaining("more than 10 MiB");
  }

  @Test
  void whatIsNotThereIsNamed() {
    assertThatThrownBy(() -> KernelFile.of(folder.resolve("nowhere")))
        .hasMessageContaining("nowhere: there is no such file");
  }

  private List<String> listedByTar(KernelFile packed) throws Exception {
    Path archive = Files.write(folder.resolve("packed.bin"), packed.bytes());
    Process tar =
        new ProcessBuilder("tar", "-tzf", archive.toString()).redirectErrorStream(true).start();
    List<String> names = tar.inputReader().lines().toList();
    assertThat(tar.waitFor(10, TimeUnit.SECONDS)).isTrue();
    Files.delete(archive);
    return names;
  }
}
