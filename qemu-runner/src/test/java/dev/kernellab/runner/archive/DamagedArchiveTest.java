// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.archive;

import static dev.kernellab.runner.archive.Archives.directory;
import static dev.kernellab.runner.archive.Archives.file;
import static dev.kernellab.runner.archive.Archives.fixChecksum;
import static dev.kernellab.runner.archive.Archives.gzip;
import static dev.kernellab.runner.archive.Archives.indexOf;
import static dev.kernellab.runner.archive.Archives.overlappingZip;
import static dev.kernellab.runner.archive.Archives.refusal;
import static dev.kernellab.runner.archive.Archives.tar;
import static dev.kernellab.runner.archive.Archives.tarWith;
import static dev.kernellab.runner.archive.Archives.zip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Archives that are larger than they look, or are none.
class DamagedArchiveTest {
  @TempDir private Path folder;

  @Test
  void aGzipBomb() throws Exception {
    TarArchiveEntry zeros = file("Makefile");
    zeros.setSize(1L << 40);
    byte[] header = Arrays.copyOf(tar(zeros), 512);
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(header);
      byte[] nothing = new byte[1 << 20];
      for (int i = 0; i < 200; i++) {
        gzip.write(nothing);
      }
    }

    assertThat(rejection(bytes.toByteArray())).isEqualTo("ARCHIVE_RATIO");
  }

  @Test
  void aZipWhoseEntriesOverlap() throws Exception {
    assertThat(rejection(overlappingZip(500))).isIn("ARCHIVE_RATIO", "ARCHIVE_CORRUPT");
  }

  @Test
  void tooManyEntries() throws Exception {
    var many = new ArrayList<TarArchiveEntry>(List.of(file("Makefile")));
    for (int i = 0; i < 2_000; i++) {
      many.add(file("f" + i));
    }

    assertThat(rejection(tar(many.toArray(TarArchiveEntry[]::new))))
        .isEqualTo("ARCHIVE_TOO_MANY_FILES");
    assertThat(rejection(zip(many.stream().map(TarArchiveEntry::getName).toArray(String[]::new))))
        .isEqualTo("ARCHIVE_TOO_MANY_FILES");
  }

  @Test
  void tooLarge() throws Exception {
    byte[] noise = new byte[(10 << 20) + 1];
    new Random(1).nextBytes(noise);
    byte[] start = gzip(tar(file("Makefile")));
    System.arraycopy(start, 0, noise, 0, start.length);

    assertThat(rejection(noise)).isEqualTo("ARCHIVE_TOO_LARGE");
  }

  @Test
  void aSingleFileTooLarge() throws Exception {
    var limits = new ArchiveLimits(10 << 20, 64 << 20, 1_000, 100, 2_000, 16, 240, 100);
    byte[] archive = tarWith("Makefile", new byte[1_001]);
    Path file = write(archive);
    var refusal =
        catchThrowableOfType(
            SubmissionRejectedException.class, () -> SourceArchive.open(file, limits));

    assertThat(refusal.code()).isEqualTo("ARCHIVE_TOO_LARGE");
  }

  @Test
  void emptyOrWithoutMakefile() throws Exception {
    assertThat(rejection(gzip(tar()))).isEqualTo("ARCHIVE_EMPTY");
    assertThat(rejection(tar(file("main.c")))).isEqualTo("BUILD_NO_MAKEFILE");
    assertThat(rejection(tar(directory("lab/")))).isEqualTo("BUILD_NO_MAKEFILE");
    assertThat(rejection(tar(file("a/Makefile"), file("b/main.c")))).isEqualTo("BUILD_NO_MAKEFILE");
    assertThat(rejection(tar(file("a/b/Makefile")))).isEqualTo("BUILD_NO_MAKEFILE");
  }

  @Test
  void gzipThatHoldsNoTar() throws Exception {
    assertThat(rejection(gzip("hello".repeat(200).getBytes(StandardCharsets.UTF_8))))
        .isEqualTo("ARCHIVE_CORRUPT");
  }

  @Test
  void sizesThatCannotBe() throws Exception {
    byte[] archive = tar(file("Makefile"), file("b"));
    Arrays.fill(archive, 512 + 124, 512 + 136, (byte) 0xFF); // base-256, negative
    fixChecksum(archive, 512);

    assertThat(rejection(archive)).isEqualTo("ARCHIVE_CORRUPT");
  }

  @Test
  void encryptedZip() throws Exception {
    byte[] archive = zip("Makefile");
    archive[6] |= 1; // general purpose bit 0, local header
    archive[indexOf(archive, new byte[] {'P', 'K', 1, 2}) + 8] |= 1; // and directory

    assertThat(rejection(archive)).isEqualTo("ARCHIVE_UNSUPPORTED");
  }

  @Test
  void cutOffOrScrambledAnywhere() throws Exception {
    long seed = System.nanoTime();
    System.out.println("DamagedArchiveTest seed " + seed);
    var random = new Random(seed);
    for (byte[] sound :
        List.of(
            gzip(tar(file("Makefile"), file("a/b"))),
            tar(file("Makefile"), file("a/b")),
            zip("Makefile", "a/b"))) {
      for (int i = 0; i < 300; i++) {
        byte[] bad = Arrays.copyOf(sound, random.nextInt(sound.length) + 1);
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
        Path file = write(bad);
        try {
          SourceArchive.open(file, ArchiveLimits.DEFAULT).writeTo(OutputStream.nullOutputStream());
        } catch (SubmissionRejectedException e) {
          assertThat(e.code()).matches("ARCHIVE_[A-Z_]+|BUILD_NO_MAKEFILE");
        }
        Files.delete(file);
      }
    }
  }

  private String rejection(byte[] archive) throws IOException {
    return refusal(folder, archive).code();
  }

  private Path write(byte[] archive) throws IOException {
    return Files.write(Files.createTempFile(folder, "archive", ""), archive);
  }
}
