// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner;

import dev.kernellab.protocol.KernelKind;
import dev.kernellab.runner.archive.ArchiveLimits;
import dev.kernellab.runner.archive.SourceArchive;
import dev.kernellab.runner.image.KernelImage;
import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Tells what a submitted file is, and whether it can be used, before anything is run. The same
/// checks come again when it is.
public final class SubmissionCheck {
  private static final int START = 512;
  private static final String WANTED =
      "Submit an archive of sources (.tar.gz, .tar or .zip, with a Makefile) or a 32-bit ELF kernel"
          + " image.";

  private SubmissionCheck() {}

  /// @throws SubmissionRejectedException when it is neither a usable archive of sources nor a
  ///   usable kernel image
  public static KernelKind inspect(Path file, ArchiveLimits limits)
      throws IOException, SubmissionRejectedException {
    byte[] start = startOf(file);
    if (KernelImage.looksLikeElf(start)) {
      KernelImage.read(KernelImage.bytesOf(file));
      return KernelKind.ELF;
    }
    if (SourceArchive.looksLikeArchive(start)) {
      SourceArchive.open(file, limits);
      return KernelKind.SOURCES;
    }
    throw new SubmissionRejectedException(
        start.length == 0 ? "ARCHIVE_EMPTY" : "KERNEL_FILE_UNKNOWN",
        start.length == 0
            ? "The file is empty. " + WANTED
            : "The file is neither an archive nor an ELF image. " + WANTED);
  }

  private static byte[] startOf(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(START);
    }
  }
}
