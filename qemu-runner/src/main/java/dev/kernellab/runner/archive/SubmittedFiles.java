// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.archive;

import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// A kernel with what was submitted along with it, in one file: a tar file of names that the lab
/// gives. So that whatever stores and sends submissions need not know that there are several.
public final class SubmittedFiles {
  public static final String KERNEL = "kernel";
  public static final String SYMBOLS = "symbols";
  private static final String MODULE = "module-";
  private static final int MOST = 10;
  private static final int LARGEST = 16 << 20;

  private SubmittedFiles() {}

  /// The name of the nth module.
  public static String module(int index) {
    return MODULE + index;
  }

  /// The same files make the same bytes.
  ///
  /// @throws SubmissionRejectedException `KERNEL_TOO_LARGE` when they are too large together
  public static void pack(Map<String, Path> files, Path into)
      throws IOException, SubmissionRejectedException {
    long size = 0;
    for (Path file : files.values()) {
      size += Files.size(file) + 1_024;
    }
    if (size > LARGEST - 20_480) { // what a tar file ends with
      throw new SubmissionRejectedException(
          "KERNEL_TOO_LARGE",
          "The kernel with its symbols and modules is larger than 16 MiB. Make them smaller.");
    }
    try (OutputStream out = Files.newOutputStream(into);
        var tar = new TarArchiveOutputStream(out)) {
      for (Map.Entry<String, Path> file : files.entrySet()) {
        begin(tar, file.getKey(), Files.size(file.getValue()));
        Files.copy(file.getValue(), tar);
        tar.closeArchiveEntry();
      }
    }
  }

  /// The same in memory, of what was built.
  public static byte[] packed(Map<String, byte[]> files) {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        begin(tar, file.getKey(), file.getValue().length);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("in memory: cannot happen", e);
    }
    return bytes.toByteArray();
  }

  private static void begin(TarArchiveOutputStream tar, String name, long size) throws IOException {
    var entry = new TarArchiveEntry(name);
    entry.setSize(size);
    entry.setModTime(0);
    tar.putArchiveEntry(entry);
  }

  /// @throws SubmissionRejectedException `ARCHIVE_UNSUPPORTED` when it is nothing that was packed
  ///   here
  public static Map<String, byte[]> unpack(Path file)
      throws IOException, SubmissionRejectedException {
    var files = new LinkedHashMap<String, byte[]>();
    long left = LARGEST;
    try (InputStream in = Files.newInputStream(file);
        var tar = new TarArchiveInputStream(in)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        byte[] content = tar.readNBytes((int) left);
        left -= content.length;
        if (files.size() == MOST || left <= 0 || files.put(entry.getName(), content) != null) {
          throw notOurs();
        }
      }
    } catch (IOException e) {
      throw notOurs();
    }
    if (!files.containsKey(KERNEL)) {
      throw notOurs();
    }
    return files;
  }

  private static SubmissionRejectedException notOurs() {
    return new SubmissionRejectedException(
        "ARCHIVE_UNSUPPORTED", "The submitted files are not as the lab packed them. Submit again.");
  }
}
