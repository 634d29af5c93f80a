// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// Writes checked entries as a tar file that says nothing but names, contents, times and whether a
/// file can be executed.
final class CleanTar implements AutoCloseable {
  private static final int FILE = 0100644;
  private static final int PROGRAM = 0100755;
  private static final int DIRECTORY = 040755;

  private final TarArchiveOutputStream tar;
  private final Instant now = Instant.now();

  CleanTar(OutputStream out) {
    tar = new TarArchiveOutputStream(out, "UTF-8");
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
  }

  /// @throws IOException when the content cannot be read
  /// @throws UncheckedIOException when the result cannot be written
  void add(EntryConsumer.Entry entry, String name, InputStream content) throws IOException {
    byte[] bytes = entry.directory() ? new byte[0] : content.readAllBytes();
    try {
      write(entry, name, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(EntryConsumer.Entry entry, String name, byte[] bytes) throws IOException {
    var clean = new TarArchiveEntry(entry.directory() ? name + "/" : name);
    clean.setMode(entry.directory() ? DIRECTORY : entry.executable() ? PROGRAM : FILE);
    clean.setSize(bytes.length);
    clean.setModTime(FileTime.from(earlier(entry.modified())));
    tar.putArchiveEntry(clean);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }

  /// A file from the future would have `make` build it again and again.
  private Instant earlier(FileTime modified) {
    Instant time = modified.toInstant().truncatedTo(ChronoUnit.SECONDS);
    return time.isAfter(now) || time.isBefore(Instant.EPOCH) ? now : time;
  }
}
