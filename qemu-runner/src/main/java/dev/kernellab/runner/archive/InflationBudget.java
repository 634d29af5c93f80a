// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Counts what comes out of a decompressor, over all of an archive, and stops a bomb early.
final class InflationBudget {
  private static final long GRACE = 1 << 20;

  private final ArchiveLimits limits;
  private final long packed;
  private long inflated;

  /// @param packed bytes of the whole archive file
  InflationBudget(ArchiveLimits limits, long packed) {
    this.limits = limits;
    this.packed = packed;
  }

  InputStream count(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        int next = in.read();
        spend(next < 0 ? 0 : 1);
        return next;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        int read = in.read(into, offset, length);
        spend(Math.max(0, read));
        return read;
      }

      @Override
      public long skip(long wanted) throws IOException {
        long skipped = in.skip(wanted);
        spend(skipped);
        return skipped;
      }
    };
  }

  private void spend(long bytes) throws ArchiveException {
    inflated += bytes;
    if (inflated > GRACE && inflated / limits.ratio() > packed) {
      throw new ArchiveException(
          "ARCHIVE_RATIO",
          "The archive inflates to more than "
              + limits.ratio()
              + " times its size. Leave generated files and disk images out.");
    }
    if (inflated > limits.inflatedBytes()) {
      throw new ArchiveException(
          "ARCHIVE_TOO_LARGE",
          "The archive holds more than "
              + (limits.inflatedBytes() >> 20)
              + " MiB. Submit sources only: run make clean first.");
    }
  }
}
