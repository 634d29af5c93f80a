// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.archive;

import static dev.kernellab.runner.submission.SubmissionRejectedException.quote;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/// Goes through a zip file by its directory, which alone tells links from files.
final class ZipReader {
  /// File types in `st_mode` (inode(7)).
  private static final int TYPE_MASK = 0170000;

  private static final int TYPE_REGULAR = 0100000;
  private static final int TYPE_DIRECTORY = 0040000;
  private static final int OWNER_MAY_EXECUTE = 0100;

  /// Starts each entry of the directory: "PK", 1, 2.
  private static final int DIRECTORY_ENTRY = 0x504B0102;

  private ZipReader() {}

  static void read(
      Path file,
      ArchiveLimits limits,
      InflationBudget budget,
      EntryNames names,
      EntryConsumer consumer)
      throws IOException {
    requireFewEntries(file, limits);
    try (ZipFile zip =
        ZipFile.builder()
            .setPath(file)
            .setCharset(StandardCharsets.UTF_8)
            .setUseUnicodeExtraFields(false)
            .setIgnoreLocalFileHeader(true)
            .get()) {
      for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
        requireOrdinary(zip, entry);
        Optional<String> name = names.admit(entry.getName(), entry.isDirectory());
        if (name.isPresent()) {
          try (InputStream content = budget.count(zip.getInputStream(entry))) {
            consumer.accept(describe(name.get(), entry), content);
          }
        }
      }
    }
  }

  /// The library reads the whole directory into memory before we see an entry of it, so its entries
  /// are counted first.
  private static void requireFewEntries(Path file, ArchiveLimits limits) throws IOException {
    try (var in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      int window = 0;
      int entries = 0;
      for (int next = in.read(); next >= 0; next = in.read()) {
        window = window << 8 | next;
        if (window == DIRECTORY_ENTRY && ++entries > limits.entries()) {
          throw new ArchiveException(
              "ARCHIVE_TOO_MANY_FILES",
              "The archive has more than " + limits.entries() + " entries. Submit sources only.");
        }
      }
    }
  }

  private static void requireOrdinary(ZipFile zip, ZipArchiveEntry entry) throws ArchiveException {
    int type = entry.getUnixMode() & TYPE_MASK;
    if (entry.isUnixSymlink()) {
      throw TarReader.link(entry.getName());
    }
    if (type != 0 && type != TYPE_REGULAR && type != TYPE_DIRECTORY) {
      throw TarReader.special(entry.getName());
    }
    if (!zip.canReadEntryData(entry)) {
      throw new ArchiveException(
          "ARCHIVE_UNSUPPORTED",
          quote(entry.getName())
              + " in the archive is encrypted or packed by a method the lab does not read. Use"
              + " plain zip, or tar.");
    }
  }

  private static EntryConsumer.Entry describe(String name, ZipArchiveEntry entry) {
    boolean executable = (entry.getUnixMode() & OWNER_MAY_EXECUTE) != 0;
    return new EntryConsumer.Entry(
        name, entry.isDirectory(), executable, entry.getLastModifiedTime());
  }
}
