// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.io.ByteArrayInputStream;
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
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
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

  @Nested
  class Sizes {
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
  }

  @Nested
  class Damage {
    @Test
    void emptyOrWithoutMakefile() throws Exception {
      assertThat(rejection(gzip(tar()))).isEqualTo("ARCHIVE_EMPTY");
      assertThat(rejection(tar(file("main.c")))).isEqualTo("BUILD_NO_MAKEFILE");
      assertThat(rejection(tar(directory("lab/")))).isEqualTo("BUILD_NO_MAKEFILE");
      assertThat(rejection(tar(file("a/Makefile"), file("b/main.c"))))
          .isEqualTo("BUILD_NO_MAKEFILE");
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
      System.out.println("SourceArchiveTest seed " + seed);
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
            SourceArchive.open(file, ArchiveLimits.DEFAULT)
                .writeTo(OutputStream.nullOutputStream());
          } catch (SubmissionRejectedException e) {
            assertThat(e.code()).matches("ARCHIVE_[A-Z_]+|BUILD_NO_MAKEFILE");
          }
          Files.delete(file);
        }
      }
    }
  }

  // What the tests are made of.

  private String rejection(byte[] archive) throws IOException {
    return refusalOf(archive).code();
  }

  private String sentence(byte[] archive) throws IOException {
    return refusalOf(archive).sentence();
  }

  private SubmissionRejectedException refusalOf(byte[] archive) throws IOException {
    Path file = write(archive);
    var refusal =
        catchThrowableOfType(
            SubmissionRejectedException.class,
            () -> SourceArchive.open(file, ArchiveLimits.DEFAULT));
    assertThat(refusal).as("was accepted").isNotNull();
    return refusal;
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

  private static TarArchiveEntry file(String name) {
    return raw(name);
  }

  /// The library tidies names up; tests want them as they are.
  private static TarArchiveEntry raw(String name) {
    var entry = new TarArchiveEntry(name, TarConstants.LF_NORMAL, true);
    entry.setMode(0100644);
    return entry;
  }

  private static TarArchiveEntry directory(String name) {
    return new TarArchiveEntry(name, TarConstants.LF_DIR, true);
  }

  private static byte[] tar(TarArchiveEntry... entries) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var tar = new TarArchiveOutputStream(bytes, "UTF-8");
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
    for (TarArchiveEntry entry : entries) {
      tar.putArchiveEntry(entry);
      if (entry.getSize() == 0) {
        tar.closeArchiveEntry();
      } else {
        return bytes.toByteArray(); // a header alone
      }
    }
    tar.close();
    return bytes.toByteArray();
  }

  private static byte[] tarWith(String name, byte[] content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes)) {
      var entry = new TarArchiveEntry(name);
      entry.setSize(content.length);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    }
    return bytes.toByteArray();
  }

  private static byte[] zip(String... names) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write('x');
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] zipWith(String first, int firstMode, String second, int secondMode)
      throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipArchiveOutputStream(bytes)) {
      for (var each : List.of(List.of(first, firstMode), List.of(second, secondMode))) {
        var entry = new ZipArchiveEntry((String) each.getFirst());
        entry.setUnixMode((Integer) each.getLast());
        zip.putArchiveEntry(entry);
        zip.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  /// A zip whose directory names one and the same compressed megabyte many times over.
  private static byte[] overlappingZip(int copies) throws IOException {
    var single = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(single)) {
      zip.putNextEntry(new ZipEntry("aaaaaaaa"));
      zip.write(new byte[1 << 20]);
      zip.closeEntry();
    }
    byte[] one = single.toByteArray();
    int directory = indexOf(one, new byte[] {'P', 'K', 1, 2});
    int end = indexOf(one, new byte[] {'P', 'K', 5, 6});
    byte[] entry = Arrays.copyOfRange(one, directory, end);
    byte[] tail = Arrays.copyOfRange(one, end, one.length);
    var bytes = new ByteArrayOutputStream();
    bytes.write(one, 0, directory);
    for (int i = 0; i < copies; i++) {
      byte[] name = String.format("a%07d", i).getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(name, 0, entry, 46, 8);
      bytes.writeBytes(entry);
    }
    tail[8] = tail[10] = (byte) copies;
    tail[9] = tail[11] = (byte) (copies >> 8);
    int length = copies * entry.length;
    for (int i = 0; i < 4; i++) {
      tail[12 + i] = (byte) (length >> 8 * i);
    }
    bytes.writeBytes(tail);
    return bytes.toByteArray();
  }

  private static void fixChecksum(byte[] tar, int header) {
    Arrays.fill(tar, header + 148, header + 156, (byte) ' ');
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += tar[header + i] & 0xFF;
    }
    byte[] digits = String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(digits, 0, tar, header + 148, 8);
  }

  private static int indexOf(byte[] bytes, byte[] wanted) {
    for (int i = 0; i + wanted.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    throw new AssertionError("not found");
  }
}
