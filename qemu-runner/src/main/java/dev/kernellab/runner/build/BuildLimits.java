// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.build;

/// What one build may use besides its time, which each run's budgets set.
///
/// @param memoryBytes all processes together
/// @param processes at the same time
/// @param diskBytes sources, objects and temporary files together
/// @param outputBytes printed before it is stopped
/// @param shownBytes kept of the output's beginning, and of its end
public record BuildLimits(
    long memoryBytes, int processes, long diskBytes, long outputBytes, int shownBytes) {
  public static final BuildLimits DEFAULT =
      new BuildLimits(1L << 30, 128, 256L << 20, 16L << 20, 128 << 10);
}
