// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.sandbox;

import java.time.Duration;

/// What the processes of one box may use.
///
/// @param wall seconds of the host's clock until all of them are killed
/// @param memoryBytes of all of them together, files in the scratch space not counted
/// @param processes all of them together
/// @param scratchBytes files in the box's own space; 0 when it has none
public record BoxLimits(Duration wall, long memoryBytes, int processes, long scratchBytes) {
  /// One file.
  static final long FILE_BYTES = 64L << 20;

  /// Files and directories in the scratch space.
  static final int SCRATCH_INODES = 20_000;

  static final int OPEN_FILES = 256;

  /// Far more than the memory limit, which is watched; this only stops what is faster than the
  /// watching.
  long addressSpaceBytes() {
    return 2 * memoryBytes + (1L << 30);
  }
}
