// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.archive;

import static dev.kernellab.runner.archive.Archives.directory;
import static dev.kernellab.runner.archive.Archives.file;
import static dev.kernellab.runner.archive.Archives.gzip;
import static dev.kernellab.runner.archive.Archives.raw;
import static dev.kernellab.runner.archive.Archives.refusal;
import static dev.kernellab.runner.archive.Archives.tar;
import static dev.kernellab.runner.archive.Archives.zip;
import static dev.kernellab.runner.archive.Archives.zipWith;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceArchiveTest {
  @TempDir Path folder;

  @Nested
  class Accepted {
    @Test
    void tarGzAndTarAndZip() throws Exception {
      assertThat(contentsOf(gzip(tar(file("Makefile"), file("src/main.c")))))
          .containsExactly("Makefile", "src/main.c");
      assertThat(contentsOf(tar(file("Makefile"), file("src/main.c"))))
          .containsExactly("Makefile", "src/main.c");
      assertThat(contentsOf(zip("Makefile", "src/main.c")))
          .containsExactly("Makefile", "src/main.c");
    }

    @Test
    void whatTarMakesOfTheCurrentDirectory() throws Exception {
      assertThat(contentsOf(tar(directory("./"), file("./Makefile"), directory("./src/"))))
          .containsExactly("Makefile", "src/");
    }

    @Test
    void givenFilesTakeThePlaceOfTheirNamesAndOfWhatWouldHideThem() throws Exception {
      byte[] submitted =
          zip("lab/GNUmakefile", "lab/test.h/x", "lab/SRC.c", "lab/own.c", "lab/tests");
      assertThat(contentsWithGiven(submitted, "Makefile", "test.h", "src.c", "tests/all.c"))
          .containsExactlyInAnyOrder("own.c", "Makefile", "test.h", "src.c", "tests/all.c");
    }

    /// `make` takes the first of three names, in each folder that it is run in.
    @Test
    void aGivenMakefileIsTheOnlyOneOfItsFolder() throws Exception {
      byte[] submitted = zip("makefile", "src/GNUmakefile", "src/a.c", "own/Makefile");
      assertThat(contentsWithGiven(submitted, "GNUmakefile", "src/Makefile"))
          .containsExactlyInAnyOrder("GNUmakefile", "src/Makefile", "src/a.c", "own/Makefile");
    }

    private List<String> contentsWithGiven(byte[] submitted, String... names) throws Exception {
      Path file = Files.write(folder.resolve("submitted"), submitted);
      var given = new TreeMap<String, byte[]>();
      for (String name : names) {
        given.put(name, new byte[] {1});
      }
      var out = new ByteArrayOutputStream();
      SourceArchive.open(file, ArchiveLimits.DEFAULT).writeTo(out, given);
      return contentsOf(out.toByteArray());
    }

    @Test
    void oneDirectoryAroundEverythingIsLeftAway() throws Exception {
      assertThat(contentsOf(tar(directory("lab/"), file("lab/Makefile"), file("lab/a/b.c"))))
          .containsExactly("Makefile", "a/b.c");
      assertThat(contentsOf(zip("lab/Makefile", "lab/boot.S")))
          .containsExactly("Makefile", "boot.S");
    }

    @Test
    void filesAreToBeHadByNameUpToALimit() throws Exception {
      Path file = folder.resolve("archive");
      Files.write(file, zip("lab/Makefile", "lab/a.c", "lab/b/c.c"));
      SourceArchive archive = SourceArchive.open(file, ArchiveLimits.DEFAULT);
      assertThat(archive.files(name -> name.endsWith(".c"), 1 << 20).keySet())
          .containsExactly("a.c", "b/c.c");
      assertThat(archive.files(name -> true, 2).values().stream().mapToInt(it -> it.length).sum())
          .isEqualTo(2);
    }

    @Test
    void namesInOtherAlphabets() throws Exception {
      assertThat(contentsOf(tar(file("Makefile"), file("Übung/читай.c")))).hasSize(2);
    }

    @Test
    void whatMacOsAddsIsLeftOut() throws Exception {
      assertThat(contentsOf(zip("lab/Makefile", "__MACOSX/lab/._Makefile")))
          .containsExactly("Makefile");
    }

    @Test
    void modesAndOwnersAreMadeHarmless() throws Exception {
      TarArchiveEntry odd = file("run.sh");
      odd.setMode(0106777);
      odd.setIds(0, 0);
      TarArchiveEntry closed = file("Makefile");
      closed.setMode(0);
      List<TarArchiveEntry> entries = entriesOf(tar(closed, odd));

      assertThat(entries).extracting(TarArchiveEntry::getMode).containsExactly(0100644, 0100755);
    }

    @Test
    void anArchiveInTheArchiveIsJustAFile() throws Exception {
      assertThat(contentsOf(tar(file("Makefile"), file("inner.tar.gz"))))
          .containsExactly("Makefile", "inner.tar.gz");
    }
  }

  @Nested
  class Names {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "../evil",
          "a/../../evil",
          "/etc/cron.d/evil",
          "..\\..\\evil",
          "C:\\evil",
          "C:evil",
          "a//b",
          "a/./b",
          "./../b",
          "a/.."
        })
    void thatLeadOutside(String name) throws Exception {
      assertThat(rejection(tar(file("Makefile"), raw(name)))).isEqualTo("ARCHIVE_PATH");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "new\nline",
          "esc\u001b[2J",
          "right\u202eto-left",
          "zero\u200bwidth",
          "cafe\u0301",
          "-rf",
          "a/-o",
          "dot.",
          "space ",
          "\ufffd",
          "tag\udb40\udc41"
        })
    void thatCannotBeShownOrTold(String name) throws Exception {
      assertThat(rejection(tar(file("Makefile"), raw(name)))).isEqualTo("ARCHIVE_NAME");
    }

    @Test
    void thatClash() throws Exception {
      assertThat(rejection(tar(file("Makefile"), file("makefile")))).isEqualTo("ARCHIVE_NAME");
      assertThat(rejection(tar(file("Makefile"), file("Makefile")))).isEqualTo("ARCHIVE_NAME");
      assertThat(rejection(tar(file("Makefile"), file("Src/a"), file("src/b"))))
          .isEqualTo("ARCHIVE_NAME");
      assertThat(rejection(tar(file("Makefile"), file("a"), file("a/b"))))
          .isEqualTo("ARCHIVE_NAME");
      assertThat(rejection(zip("Makefile", "MAKEFILE"))).isEqualTo("ARCHIVE_NAME");
    }

    @Test
    void thatAreTooLongOrTooDeep() throws Exception {
      assertThat(rejection(tar(file("Makefile"), file("x".repeat(101))))).isEqualTo("ARCHIVE_NAME");
      assertThat(rejection(tar(file("Makefile"), file("ab/".repeat(90) + "c"))))
          .isEqualTo("ARCHIVE_NAME");
      assertThat(rejection(tar(file("Makefile"), file("d/".repeat(16) + "c"))))
          .isEqualTo("ARCHIVE_NAME");
      assertThat(rejection(tar(file("Makefile"), file("x".repeat(5_000)))))
          .isEqualTo("ARCHIVE_NAME");
    }

    @Test
    void areQuotedSoThatTheyDoNoHarm() throws Exception {
      String sentence = sentence(tar(file("Makefile"), raw("a\u001b[2J\u202e" + "b".repeat(300))));

      assertThat(sentence).contains("\\u001B[2J\\u202E").hasSizeLessThan(300);
    }
  }

  @Nested
  class Kinds {
    @Test
    void linksOfBothSorts() throws Exception {
      var symbolic = new TarArchiveEntry("link", TarConstants.LF_SYMLINK);
      symbolic.setLinkName("/etc/passwd");
      var hard = new TarArchiveEntry("hard", TarConstants.LF_LINK);
      hard.setLinkName("/etc/passwd");

      assertThat(rejection(tar(file("Makefile"), symbolic))).isEqualTo("ARCHIVE_LINK");
      assertThat(rejection(tar(file("Makefile"), hard))).isEqualTo("ARCHIVE_LINK");
      assertThat(rejection(zipWith("Makefile", 0100644, "link", 0120777)))
          .isEqualTo("ARCHIVE_LINK");
    }

    @Test
    void devicesAndPipes() throws Exception {
      for (byte type :
          new byte[] {TarConstants.LF_CHR, TarConstants.LF_BLK, TarConstants.LF_FIFO, '7', 'Z'}) {
        assertThat(rejection(tar(file("Makefile"), new TarArchiveEntry("special", type))))
            .isEqualTo("ARCHIVE_SPECIAL_FILE");
      }
      assertThat(rejection(zipWith("Makefile", 0100644, "pipe", 0010644)))
          .isEqualTo("ARCHIVE_SPECIAL_FILE");
    }
  }

  private String rejection(byte[] archive) throws IOException {
    return refusal(folder, archive).code();
  }

  private String sentence(byte[] archive) throws IOException {
    return refusal(folder, archive).sentence();
  }

  private List<String> contentsOf(byte[] archive) throws Exception {
    return entriesOf(archive).stream().map(TarArchiveEntry::getName).toList();
  }

  private List<TarArchiveEntry> entriesOf(byte[] archive) throws Exception {
    var clean = new ByteArrayOutputStream();
    SourceArchive.open(write(archive), ArchiveLimits.DEFAULT).writeTo(clean);
    try (var tar = new TarArchiveInputStream(new ByteArrayInputStream(clean.toByteArray()))) {
      var entries = new ArrayList<TarArchiveEntry>();
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        entries.add(entry);
      }
      return entries;
    }
  }

  private Path write(byte[] archive) throws IOException {
    return Files.write(Files.createTempFile(folder, "archive", ""), archive);
  }
}
