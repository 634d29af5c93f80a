// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.archive;

import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/// An instructor's files, put over a student's before they are built: by a lab and by whoever
/// grades without one.
///
/// @param files by their names inside the folder that `make` is run in
public record GivenFiles(SortedMap<String, byte[]> files) {
  public static final GivenFiles NONE = new GivenFiles(new TreeMap<>());

  /// They are kept with every version of an assignment.
  private static final int MOST_BYTES = 4 << 20;

  public GivenFiles {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /// All files of a folder; none when there is no such folder.
  ///
  /// @throws SubmissionRejectedException `ARCHIVE_TOO_LARGE`
  public static GivenFiles in(Path folder) throws IOException, SubmissionRejectedException {
    if (!Files.isDirectory(folder)) {
      return NONE;
    }
    var files = new TreeMap<String, byte[]>();
    long bytes = 0;
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(path);
        requireSmall(bytes);
        files.put(folder.relativize(path).toString(), Files.readAllBytes(path));
      }
    }
    return new GivenFiles(files);
  }

  /// All files of an archive, `tar czf given.tar.gz -C given .`
  ///
  /// @throws SubmissionRejectedException when it is none, or larger than 4 MiB
  public static GivenFiles of(Path archive) throws IOException, SubmissionRejectedException {
    var files =
        new TreeMap<>(
            SourceArchive.any(archive, ArchiveLimits.DEFAULT).files(it -> true, MOST_BYTES + 1));
    requireSmall(files.values().stream().mapToLong(it -> it.length).sum());
    return new GivenFiles(files);
  }

  private static void requireSmall(long bytes) throws SubmissionRejectedException {
    if (bytes > MOST_BYTES) {
      throw new SubmissionRejectedException(
          "ARCHIVE_TOO_LARGE", "The files are larger than 4 MiB together.");
    }
  }

  public boolean isEmpty() {
    return files.isEmpty();
  }

  /// Writes what is to be built in place of what was handed in.
  ///
  /// @throws SubmissionRejectedException when that is no archive of sources
  public void over(Path handedIn, Path into) throws IOException, SubmissionRejectedException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(into))) {
      SourceArchive.open(handedIn, ArchiveLimits.DEFAULT).writeTo(out, files);
    }
  }

  /// As [#of] reads them.
  public byte[] packed() {
    var bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes);
        var tar = new CleanTar(out)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        var entry = new EntryConsumer.Entry(file.getKey(), false, false, FileTime.fromMillis(0));
        tar.add(entry, file.getKey(), new ByteArrayInputStream(file.getValue()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /// Why anything but sources is refused where there are such files: they take part in a build, and
  /// in nothing else.
  public static SubmissionRejectedException sourcesWanted() {
    return new SubmissionRejectedException(
        "SOURCES_WANTED",
        "The assignment is built with files of its own, so it takes an archive of sources and"
            + " nothing else.");
  }
}
