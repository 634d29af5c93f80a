// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GivenFilesTest {
  @TempDir private Path folder;

  private GivenFiles given() throws Exception {
    Path given = folder.resolve("given");
    Files.createDirectories(given.resolve("lib"));
    Files.writeString(given.resolve("Makefile"), "all: theirs\n");
    Files.writeString(given.resolve("lib/check.h"), "#define N 1\n");
    return GivenFiles.in(given);
  }

  @Test
  void areTheFilesOfTheirFolderAndOfAnArchiveOfIt() throws Exception {
    GivenFiles given = given();
    assertThat(given.files()).containsOnlyKeys("Makefile", "lib/check.h");
    for (String packed : new String[] {"given.tar.gz", "packed.tar.gz"}) {
      Path archive = folder.resolve(packed);
      if (packed.equals("packed.tar.gz")) {
        Files.write(archive, given.packed());
      } else {
        var tar = new ProcessBuilder("tar", "czf", archive.toString(), "-C", "given", ".");
        assertThat(tar.directory(folder.toFile()).start().waitFor()).isZero();
      }
      assertThat(GivenFiles.of(archive).files())
          .containsOnlyKeys("Makefile", "lib/check.h")
          .hasEntrySatisfying("Makefile", it -> assertThat(it).asString().contains("theirs"));
    }
    assertThat(GivenFiles.in(folder.resolve("none")).isEmpty()).isTrue();
  }

  @Test
  void takeThePlaceOfWhatWasHandedIn() throws Exception {
    Path handedIn = folder.resolve("handed-in.tar.gz");
    var theirs = Files.createDirectory(folder.resolve("theirs"));
    Files.writeString(theirs.resolve("Makefile"), "all: mine\n");
    Files.writeString(theirs.resolve("main.c"), "int x;\n");
    Files.write(handedIn, GivenFiles.in(theirs).packed());

    Path built = folder.resolve("built.tar.gz");
    given().over(handedIn, built);

    assertThat(SourceArchive.open(built, ArchiveLimits.DEFAULT).files(it -> true, 1 << 20))
        .containsOnlyKeys("main.c", "Makefile", "lib/check.h")
        .hasEntrySatisfying("Makefile", it -> assertThat(it).asString().contains("theirs"));
  }

  @Test
  void areRefusedWhereTheyAreTooLargeToKeep() throws Exception {
    Path given = Files.createDirectory(folder.resolve("given"));
    Files.write(given.resolve("disk.img"), new byte[(4 << 20) + 1]);
    assertThatThrownBy(() -> GivenFiles.in(given))
        .isInstanceOf(SubmissionRejectedException.class)
        .hasMessageContaining("larger than 4 MiB");
    Path archive = folder.resolve("given.tar");
    assertThat(
            new ProcessBuilder("tar", "cf", archive.toString(), "-C", given.toString(), ".")
                .start()
                .waitFor())
        .isZero();
    assertThatThrownBy(() -> GivenFiles.of(archive)).hasMessageContaining("larger than 4 MiB");
  }
}
