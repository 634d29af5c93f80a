// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.archive;

import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A zip file of something other than sources, by the rules that hold for those.
public final class BoundedZip {
  private BoundedZip() {}

  /// Takes one file out of it.
  public interface Taker {
    /// @param content to be read before the call returns
    /// @throws UncheckedIOException what is wrong with its content; comes out as it is
    void take(String name, InputStream content) throws IOException;
  }

  /// Goes through it once.
  ///
  /// @throws SubmissionRejectedException with a code that starts with `ARCHIVE_`
  public static void read(Path file, ArchiveLimits limits, Taker taker)
      throws IOException, SubmissionRejectedException {
    long packed = Files.size(file);
    if (packed > limits.packedBytes()) {
      throw new SubmissionRejectedException(
          "ARCHIVE_TOO_LARGE", "The file is larger than " + (limits.packedBytes() >> 20) + " MiB.");
    }
    try {
      ZipReader.read(
          file,
          limits,
          new InflationBudget(limits, packed),
          new EntryNames(limits),
          (entry, content) -> {
            if (!entry.directory()) {
              taker.take(entry.name(), content);
            }
          });
    } catch (ArchiveException e) {
      throw e.rejection();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (IOException | RuntimeException e) { // libraries do not foresee everything
      throw new SubmissionRejectedException(
          "ARCHIVE_CORRUPT", "The file is no zip file, or is damaged.");
    }
  }
}
