// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.archive;

import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/// An archive of sources that has been gone through from end to end and found harmless, with a
/// `Makefile` at its top.
public final class SourceArchive {
  /// `make` takes the first of them that it finds.
  private static final List<String> MAKEFILES = List.of("GNUmakefile", "makefile", "Makefile");

  private final Path file;
  private final ArchiveFormat format;
  private final ArchiveLimits limits;

  /// The one directory that holds everything, with its `/`; empty when there is none.
  private String wrapper = "";

  private SourceArchive(Path file, ArchiveFormat format, ArchiveLimits limits) {
    this.file = file;
    this.format = format;
    this.limits = limits;
  }

  /// Whether a file that begins like this is one of the formats read here.
  ///
  /// @param start its first 512 bytes, or all of it
  public static boolean looksLikeArchive(byte[] start) {
    return ArchiveFormat.of(start).isPresent();
  }

  /// Whether `make` can be run in a folder, so that it may be packed and submitted.
  public static boolean hasMakefile(Path folder) {
    return MAKEFILES.stream().map(folder::resolve).anyMatch(Files::isRegularFile);
  }

  /// @throws SubmissionRejectedException with a code that starts with `ARCHIVE_`, or
  ///   `BUILD_NO_MAKEFILE`
  public static SourceArchive open(Path file, ArchiveLimits limits)
      throws IOException, SubmissionRejectedException {
    SourceArchive archive = found(file, limits);
    archive.findMakefile(archive.names());
    return archive;
  }

  /// One that need not have a `Makefile`.
  ///
  /// @throws SubmissionRejectedException with a code that starts with `ARCHIVE_`
  static SourceArchive any(Path file, ArchiveLimits limits)
      throws IOException, SubmissionRejectedException {
    SourceArchive archive = found(file, limits);
    archive.names();
    return archive;
  }

  private static SourceArchive found(Path file, ArchiveLimits limits)
      throws IOException, SubmissionRejectedException {
    if (Files.size(file) > limits.packedBytes()) {
      throw new SubmissionRejectedException(
          "ARCHIVE_TOO_LARGE",
          "The archive is larger than "
              + (limits.packedBytes() >> 20)
              + " MiB. Submit sources only: run make clean first.");
    }
    ArchiveFormat format =
        ArchiveFormat.of(startOf(file))
            .orElseThrow(
                () ->
                    new SubmissionRejectedException(
                        "ARCHIVE_UNSUPPORTED", "The file is no .tar.gz, .tar or .zip."));
    return new SourceArchive(file, format, limits);
  }

  /// Writes everything as a plain tar file with harmless owners and modes, the directory around it
  /// all left away.
  public void writeTo(OutputStream out) throws IOException, SubmissionRejectedException {
    try (var tar = new CleanTar(out)) {
      read(
          (entry, content) -> {
            if (entry.name().startsWith(wrapper)) {
              tar.add(entry, entry.name().substring(wrapper.length()), content);
            }
          });
    }
  }

  /// Writes the same with `given` files in place of those of their names, and without whatever
  /// would keep them from being used: another makefile, an object file that looks newer.
  public void writeTo(OutputStream out, Map<String, byte[]> given)
      throws IOException, SubmissionRejectedException {
    Instant now = Instant.now();
    try (var tar = new CleanTar(out)) {
      read(
          (entry, content) -> {
            String name = entry.name().startsWith(wrapper) ? inside(entry) : "";
            if (given.keySet().stream().noneMatch(it -> isInTheWay(name, entry.directory(), it))) {
              tar.add(older(entry, now), name, content);
            }
          });
      for (Map.Entry<String, byte[]> file : given.entrySet()) {
        var entry = new EntryConsumer.Entry(file.getKey(), false, false, FileTime.from(now));
        tar.add(entry, file.getKey(), new ByteArrayInputStream(file.getValue()));
      }
    }
  }

  private String inside(EntryConsumer.Entry entry) {
    return entry.name().substring(wrapper.length());
  }

  private static boolean isInTheWay(String name, boolean directory, String given) {
    String submitted = name.toLowerCase(Locale.ROOT);
    String wanted = given.toLowerCase(Locale.ROOT);
    return submitted.isEmpty()
        || submitted.equals(wanted)
        || submitted.startsWith(wanted + "/")
        || !directory && wanted.startsWith(submitted + "/")
        || isMakefile(given) && isMakefile(name) && folder(given).equals(folder(name));
  }

  private static boolean isMakefile(String file) {
    return MAKEFILES.contains(file.substring(folder(file).length()));
  }

  /// With its `/`; empty at the top.
  private static String folder(String file) {
    return file.substring(0, file.lastIndexOf('/') + 1);
  }

  /// Clearly older than `now`: `make` compares seconds.
  private static EntryConsumer.Entry older(EntryConsumer.Entry entry, Instant now) {
    FileTime latest = FileTime.from(now.minusSeconds(60));
    return entry.modified().compareTo(latest) <= 0
        ? entry
        : new EntryConsumer.Entry(entry.name(), entry.directory(), entry.executable(), latest);
  }

  /// The content of files, by name, the directory around it all left away.
  ///
  /// @param wanted chooses by name
  /// @param mostBytes of them all; what comes after is left out
  public Map<String, byte[]> files(Predicate<String> wanted, int mostBytes)
      throws IOException, SubmissionRejectedException {
    var files = new LinkedHashMap<String, byte[]>();
    int[] left = {mostBytes};
    read(
        (entry, content) -> {
          if (!entry.directory() && entry.name().startsWith(wrapper) && wanted.test(entry.name())) {
            byte[] bytes = content.readNBytes(left[0]);
            left[0] -= bytes.length;
            files.put(entry.name().substring(wrapper.length()), bytes);
          }
        });
    return files;
  }

  private List<String> names() throws IOException, SubmissionRejectedException {
    var names = new ArrayList<String>();
    read(
        (entry, content) -> {
          names.add(entry.directory() ? entry.name() + "/" : entry.name());
          requireSmall(entry, content);
        });
    if (names.isEmpty()) {
      throw new SubmissionRejectedException("ARCHIVE_EMPTY", "The archive is empty.");
    }
    return names;
  }

  private void findMakefile(List<String> names) throws SubmissionRejectedException {
    if (hasMakefile(names, "")) {
      return;
    }
    wrapper = names.getFirst().substring(0, names.getFirst().indexOf('/') + 1);
    boolean wrapped = !wrapper.isEmpty() && names.stream().allMatch(n -> n.startsWith(wrapper));
    if (!wrapped || !hasMakefile(names, wrapper)) {
      throw new SubmissionRejectedException(
          "BUILD_NO_MAKEFILE",
          "The archive has no Makefile at its top. Pack the folder that holds the Makefile.");
    }
  }

  private static boolean hasMakefile(List<String> names, String folder) {
    return MAKEFILES.stream().anyMatch(makefile -> names.contains(folder + makefile));
  }

  private void requireSmall(EntryConsumer.Entry entry, InputStream content) throws IOException {
    long length = content.transferTo(OutputStream.nullOutputStream());
    if (length > limits.fileBytes()) {
      throw new ArchiveException(
          "ARCHIVE_TOO_LARGE",
          SubmissionRejectedException.quote(entry.name())
              + " is larger than "
              + (limits.fileBytes() >> 20)
              + " MiB. Leave it out of the archive.");
    }
  }

  private void read(EntryConsumer consumer) throws IOException, SubmissionRejectedException {
    var names = new EntryNames(limits);
    var budget = new InflationBudget(limits, Files.size(file));
    try {
      switch (format) {
        case GZIPPED_TAR -> {
          try (InputStream in = Files.newInputStream(file);
              var gzip = new GzipCompressorInputStream(in, true)) {
            TarReader.read(budget.count(gzip), names, consumer);
          }
        }
        case TAR -> {
          try (InputStream in = Files.newInputStream(file)) {
            TarReader.read(budget.count(in), names, consumer);
          }
        }
        case ZIP -> ZipReader.read(file, limits, budget, names, consumer);
      }
    } catch (ArchiveException e) {
      throw e.rejection();
    } catch (UncheckedIOException e) {
      throw e.getCause(); // not what is read, but what is written
    } catch (IOException | RuntimeException e) { // libraries do not foresee everything
      throw new SubmissionRejectedException(
          "ARCHIVE_CORRUPT",
          "The archive is damaged and cannot be read to its end. Pack it again.");
    }
  }

  private static byte[] startOf(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(ArchiveFormat.START);
    }
  }
}
