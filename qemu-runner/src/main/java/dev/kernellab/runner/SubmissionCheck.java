// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner;

import dev.kernellab.protocol.Boot;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.runner.archive.ArchiveLimits;
import dev.kernellab.runner.archive.SourceArchive;
import dev.kernellab.runner.image.DiscImage;
import dev.kernellab.runner.image.KernelImage;
import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Tells what a submitted file is, and whether it can be used, before anything is run. The same
/// checks come again when it is.
public final class SubmissionCheck {
  /// As far as a CD's mark.
  private static final int START = 17 * 2_048;

  private static final String WANTED =
      "Submit an archive of sources (.tar.gz, .tar or .zip, with a Makefile), an ELF kernel image, a"
          + " bootable CD (.iso), or a disk or floppy with a boot sector.";

  private SubmissionCheck() {}

  /// @param way how it is wanted to be booted, if anything was said of that
  /// @throws SubmissionRejectedException when it is nothing that can be used, or not so
  public static KernelKind inspect(Path file, ArchiveLimits limits, Optional<Boot.Way> way)
      throws IOException, SubmissionRejectedException {
    byte[] start = startOf(file);
    if (KernelImage.looksLikeElf(start)) {
      requireWay(way, Boot.Way.MULTIBOOT, Boot.Way.GRUB);
      KernelImage.readLoadable(KernelImage.bytesOf(file), way.orElse(Boot.Way.MULTIBOOT));
      return KernelKind.ELF;
    }
    if (SourceArchive.looksLikeArchive(Arrays.copyOf(start, Math.min(start.length, 512)))) {
      SourceArchive.open(file, limits);
      return KernelKind.SOURCES;
    }
    if (DiscImage.isCd(start)) {
      requireWay(way, Boot.Way.ISO);
      DiscImage.requireBootableCd(KernelImage.bytesOf(file));
      return KernelKind.ISO;
    }
    if (DiscImage.isDisk(start)) {
      requireWay(way, Boot.Way.DISK);
      DiscImage.requireBootableDisk(KernelImage.bytesOf(file));
      return KernelKind.DISK;
    }
    throw new SubmissionRejectedException(
        start.length == 0 ? "ARCHIVE_EMPTY" : "KERNEL_FILE_UNKNOWN",
        start.length == 0
            ? "The file is empty. " + WANTED
            : "The file is neither an archive nor an ELF image, nor anything that boots. "
                + WANTED);
  }

  private static void requireWay(Optional<Boot.Way> asked, Boot.Way... possible)
      throws SubmissionRejectedException {
    if (asked.isPresent() && !List.of(possible).contains(asked.get())) {
      throw new SubmissionRejectedException(
          "BOOT_UNFIT",
          "This file cannot be booted by boot="
              + asked.get().name().toLowerCase(Locale.ROOT)
              + ". For what it is there is: "
              + Stream.of(possible)
                  .map(it -> it.name().toLowerCase(Locale.ROOT))
                  .collect(Collectors.joining(", "))
              + ".");
    }
  }

  private static byte[] startOf(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(START);
    }
  }
}
