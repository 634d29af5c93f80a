// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import dev.kernellab.runner.archive.SourceArchive;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/// What is uploaded: a file as it is, or a folder packed as `.tar.gz`.
///
/// @param name a file name for the upload; the lab goes by the content
/// @param bytes the file, at most [#LARGEST]
@SuppressWarnings("ArrayRecordComponent") // handed once from the packer to the uploader
public record KernelFile(String name, byte[] bytes) {
  /// The lab's own limit, so that the answer comes before the upload.
  static final int LARGEST = 10 << 20;

  private static final String PACKED = ".tar.gz";

  /// What a build makes or a tool keeps; the lab builds for itself.
  private static final Set<String> LEFT_OUT = Set.of("build", ".git", ".svn", ".idea", ".vscode");

  public static KernelFile of(Path path) {
    try {
      if (!Files.exists(path)) {
        throw new UsageProblem(path + ": there is no such file or folder.");
      }
      KernelFile file =
          Files.isDirectory(path)
              ? pack(path, Map.of())
              : new KernelFile(path.getFileName().toString(), readCapped(path));
      if (file.bytes.length > LARGEST) {
        throw tooLarge(path);
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(path + ": cannot be read", e);
    }
  }

  /// A folder packed with one file more, by which it differs from everybody else's.
  public static KernelFile of(Path folder, String name, byte[] content) {
    try {
      return pack(folder, Map.of(name, content));
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": cannot be read", e);
    }
  }

  /// A folder packed with other contents in place of some of its files'.
  ///
  /// @param changed by name, relative to the folder
  public static KernelFile changed(Path folder, Map<String, byte[]> changed) {
    try {
      return pack(folder, changed);
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": cannot be read", e);
    }
  }

  /// What a run of it is called unless somebody says otherwise.
  String label() {
    return name.endsWith(PACKED) ? name.substring(0, name.length() - PACKED.length()) : name;
  }

  private static byte[] readCapped(Path path) throws IOException {
    if (Files.size(path) > LARGEST) {
      throw tooLarge(path);
    }
    return Files.readAllBytes(path);
  }

  private static UsageProblem tooLarge(Path path) {
    return new UsageProblem(
        path
            + ": more than 10 MiB. Leave out what the build makes, and anything that is not source.");
  }

  private static KernelFile pack(Path folder, Map<String, byte[]> more) throws IOException {
    if (!SourceArchive.hasMakefile(folder)) {
      throw new UsageProblem(folder + ": has no Makefile. Name the folder in which `make` is run.");
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    GzipParameters undated = new GzipParameters(); // the same folder packs to the same bytes
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new GzipCompressorOutputStream(packed, undated))) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (Path file : sources(folder)) {
        if (!more.containsKey(name(folder, file))) {
          add(tar, folder, file);
        }
        if (packed.size() > LARGEST) {
          throw tooLarge(folder);
        }
      }
      for (var file : more.entrySet()) {
        add(tar, file.getKey(), 0100644, file.getValue());
      }
    }
    return new KernelFile(nameOf(folder) + PACKED, packed.toByteArray());
  }

  /// As it is called where it lies, even if it was given as `.`
  private static String nameOf(Path folder) throws IOException {
    Path name = folder.toRealPath().getFileName();
    return name == null ? "kernel" : name.toString();
  }

  private static List<Path> sources(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .filter(file -> isSource(folder.relativize(file)))
          .sorted()
          .toList();
    }
  }

  private static boolean isSource(Path relative) {
    for (Path part : relative) {
      if (LEFT_OUT.contains(part.toString())) {
        return false;
      }
    }
    return true;
  }

  private static String name(Path folder, Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  private static void add(TarArchiveOutputStream tar, Path folder, Path file) throws IOException {
    add(tar, name(folder, file), Files.isExecutable(file) ? 0100755 : 0100644, readCapped(file));
  }

  private static void add(TarArchiveOutputStream tar, String name, int mode, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    entry.setMode(mode);
    entry.setModTime(0);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}
