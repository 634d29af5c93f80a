// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.archive;

import static dev.kernellab.runner.submission.SubmissionRejectedException.quote;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// Goes through a tar file once, from front to back.
final class TarReader {
  private static final int OWNER_MAY_EXECUTE = 0100;

  private TarReader() {}

  static void read(InputStream bytes, EntryNames names, EntryConsumer consumer) throws IOException {
    try (var tar = new TarArchiveInputStream(bytes, "UTF-8")) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        requireOrdinary(entry);
        Optional<String> name = names.admit(entry.getName(), entry.isDirectory());
        if (name.isPresent()) {
          boolean executable = (entry.getMode() & OWNER_MAY_EXECUTE) != 0;
          consumer.accept(
              new EntryConsumer.Entry(
                  name.get(), entry.isDirectory(), executable, entry.getLastModifiedTime()),
              tar);
        }
      }
    }
  }

  private static void requireOrdinary(TarArchiveEntry entry) throws ArchiveException {
    if (entry.isLink() || entry.isSymbolicLink()) {
      throw link(entry.getName());
    }
    if (entry.isSparse()) {
      throw new ArchiveException(
          "ARCHIVE_UNSUPPORTED",
          quote(entry.getName()) + " in the archive is a sparse file. Pack without --sparse.");
    }
    if (!entry.isDirectory() && !isFile(entry.getLinkFlag())) {
      throw special(entry.getName());
    }
  }

  /// Regular files have type `0`, or in old archives 0 (POSIX.1-2017, pax, "ustar Interchange
  /// Format").
  private static boolean isFile(byte type) {
    return type == '0' || type == 0;
  }

  static ArchiveException link(String name) {
    return new ArchiveException(
        "ARCHIVE_LINK",
        quote(name) + " in the archive is a link. Put the file itself there (tar -h does).");
  }

  static ArchiveException special(String name) {
    return new ArchiveException(
        "ARCHIVE_SPECIAL_FILE",
        quote(name) + " in the archive is neither a file nor a directory. Leave it out.");
  }
}
