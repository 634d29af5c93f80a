// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.archive;

/// How large an archive of sources may be, in every direction.
///
/// @param packedBytes the file as submitted
/// @param inflatedBytes everything that has to be read to get through it, headers included
/// @param fileBytes one file in it
/// @param ratio inflated to packed, after the first MiB
/// @param entries files and directories
/// @param depth directories inside directories
/// @param pathBytes a whole name, in UTF-8
/// @param componentBytes one part of a name
public record ArchiveLimits(
    long packedBytes,
    long inflatedBytes,
    long fileBytes,
    int ratio,
    int entries,
    int depth,
    int pathBytes,
    int componentBytes) {
  public static final ArchiveLimits DEFAULT =
      new ArchiveLimits(10 << 20, 64 << 20, 16 << 20, 100, 2_000, 16, 240, 100);
}
