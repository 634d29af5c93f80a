// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/// Archives, sound and otherwise, byte by byte as tests want them.
final class Archives {
  private Archives() {}

  /// Why it is refused as what a student hands in.
  ///
  /// @param folder for the file
  static SubmissionRejectedException refusal(Path folder, byte[] archive) throws IOException {
    Path file = Files.write(Files.createTempFile(folder, "archive", ""), archive);
    var refusal =
        catchThrowableOfType(
            SubmissionRejectedException.class,
            () -> SourceArchive.open(file, ArchiveLimits.DEFAULT));
    assertThat(refusal).as("was accepted").isNotNull();
    return refusal;
  }

  static TarArchiveEntry file(String name) {
    return raw(name);
  }

  /// The library tidies names up; tests want them as they are.
  static TarArchiveEntry raw(String name) {
    var entry = new TarArchiveEntry(name, TarConstants.LF_NORMAL, true);
    entry.setMode(0100644);
    return entry;
  }

  static TarArchiveEntry directory(String name) {
    return new TarArchiveEntry(name, TarConstants.LF_DIR, true);
  }

  static byte[] tar(TarArchiveEntry... entries) throws IOException {
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

  static byte[] tarWith(String name, byte[] content) throws IOException {
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

  static byte[] gzip(byte[] content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    }
    return bytes.toByteArray();
  }

  static byte[] zip(String... names) throws IOException {
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

  static byte[] zipWith(String first, int firstMode, String second, int secondMode)
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
  static byte[] overlappingZip(int copies) throws IOException {
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

  static void fixChecksum(byte[] tar, int header) {
    Arrays.fill(tar, header + 148, header + 156, (byte) ' ');
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += tar[header + i] & 0xFF;
    }
    byte[] digits = String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(digits, 0, tar, header + 148, 8);
  }

  static int indexOf(byte[] bytes, byte[] wanted) {
    for (int i = 0; i + wanted.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    throw new AssertionError("not found");
  }
}
