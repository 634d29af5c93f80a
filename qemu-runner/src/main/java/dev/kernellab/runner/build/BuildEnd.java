// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.build;

import dev.kernellab.runner.sandbox.Box;
import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.time.Duration;

/// How a build ended, put into the words of its outcome codes.
///
/// @param status what the box's shell returned
/// @param flooded we stopped it because it printed too much
record BuildEnd(int status, Box.End box, boolean flooded, Duration wall) {
  /// `build.sh` returns this when the sources do not fit into the box.
  private static final int SOURCES_DID_NOT_FIT = 121;

  void requireSuccess(BuildOutput output, BuildLimits limits) throws SubmissionRejectedException {
    if (flooded) {
      throw rejected(
          "BUILD_OUTPUT_LIMIT",
          "The build printed more than " + (limits.outputBytes() >> 20) + " MiB and was stopped.");
    }
    switch (box) {
      case WALL_CLOCK -> {
        requireEnoughProcesses(output, limits);
        throw rejected(
            "BUILD_TIMEOUT",
            "The build took longer than "
                + wall.toSeconds()
                + " s and was stopped. Look for a recipe that waits or never ends.");
      }
      case MEMORY ->
          throw rejected(
              "BUILD_MEMORY",
              "The build used more than " + (limits.memoryBytes() >> 20) + " MiB of memory.");
      case PROCESSES -> throw tooManyProcesses(limits);
      case EXITED, CLOSED -> requireGoodStatus(output, limits);
    }
  }

  /// A bomb may have gone off and died down again before anybody counted.
  private static void requireEnoughProcesses(BuildOutput output, BuildLimits limits)
      throws SubmissionRejectedException {
    if (output.mentions("Cannot fork") || output.mentions("Resource temporarily unavailable")) {
      throw tooManyProcesses(limits);
    }
  }

  private static SubmissionRejectedException tooManyProcesses(BuildLimits limits) {
    return rejected(
        "BUILD_PROCESSES",
        "The build started more than "
            + limits.processes()
            + " processes. Look for a recipe that calls itself.");
  }

  private void requireGoodStatus(BuildOutput output, BuildLimits limits)
      throws SubmissionRejectedException {
    if (status == 0) {
      return;
    }
    if (status == SOURCES_DID_NOT_FIT
        || output.mentions("No space left on device")
        || output.mentions("File size limit exceeded")) {
      throw rejected(
          "BUILD_DISK",
          "The build wrote more than "
              + (limits.diskBytes() >> 20)
              + " MiB, a file of more than 64 MiB, or more than 20,000 files.");
    }
    requireEnoughProcesses(output, limits);
    throw rejected(
        "BUILD_FAILED", "make failed with status " + status + "; the build output says why.");
  }

  private static SubmissionRejectedException rejected(String code, String sentence) {
    return new SubmissionRejectedException(code, sentence);
  }
}
