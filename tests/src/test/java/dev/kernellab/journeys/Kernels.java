// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.journeys;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;

/// What the journeys submit.
public final class Kernels {
  private Kernels() {}

  /// The reference kernel's sources, as a student would pack them.
  public static byte[] reference() throws IOException {
    return packed(LabProcess.ROOT.resolve("kernel"));
  }

  /// One of `tests/kernels/`.
  public static byte[] of(String name) throws IOException {
    return packed(LabProcess.ROOT.resolve("tests/kernels").resolve(name));
  }

  /// A folder built here by `make`, outside any sandbox: only for kernels of our own.
  public static byte[] elf(Path sources, Path scratch) throws Exception {
    Path copy = Files.createDirectories(scratch.resolve("elf"));
    run(List.of("cp", "-R", sources + "/.", copy.toString()));
    run(List.of("make", "-s", "-C", copy.toString()));
    Path built = copy.resolve("build/kernel.elf");
    return Files.readAllBytes(Files.exists(built) ? built : copy.resolve("kernel.elf"));
  }

  /// An archive with one entry of any name, as an attacker would write it.
  static byte[] archiveWith(String name, byte typeFlag, String linkTarget) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new GzipCompressorOutputStream(bytes))) {
      add(tar, new TarArchiveEntry("Makefile"), "all:\n".getBytes());
      TarArchiveEntry entry = new TarArchiveEntry(name, typeFlag, true);
      entry.setLinkName(linkTarget);
      add(tar, entry, linkTarget.isEmpty() ? "x".getBytes() : new byte[0]);
    }
    return bytes.toByteArray();
  }

  /// A small archive with one large file of zeros.
  static byte[] archiveThatInflatesTo(int size) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new GzipCompressorOutputStream(bytes))) {
      add(tar, new TarArchiveEntry("Makefile"), new byte[size]);
    }
    return bytes.toByteArray();
  }

  private static byte[] packed(Path folder) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar =
            new TarArchiveOutputStream(new GzipCompressorOutputStream(bytes));
        Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = folder.relativize(file).toString();
        if (!name.startsWith("build/")) {
          add(tar, new TarArchiveEntry(name), Files.readAllBytes(file));
        }
      }
    }
    return bytes.toByteArray();
  }

  private static void add(TarArchiveOutputStream tar, TarArchiveEntry entry, byte[] content)
      throws IOException {
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static void run(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new AssertionError(command + " failed: " + output);
    }
  }
}
