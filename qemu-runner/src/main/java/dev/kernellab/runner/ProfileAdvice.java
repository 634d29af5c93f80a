// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner;

import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.protocol.RunRequest;
import dev.kernellab.runner.fit.ProfileFit;
import dev.kernellab.runner.image.KernelImage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Says of a profile that did not fit the kernel why, and what in the image would. Nothing of the
/// account could be seen then, whatever the kernel did.
final class ProfileAdvice {
  private ProfileAdvice() {}

  /// @param image null when nothing is known of the kernel but what a disk holds
  /// @param unread why the account could not be read when last it should have been, if it could not
  static RunOutcome added(
      RunOutcome outcome,
      RunRequest request,
      @Nullable KernelImage image,
      Optional<String> unread) {
    if (image == null) {
      return outcome;
    }
    long ramBytes = (long) request.machine().ramMiB() << 20;
    var fit = new ProfileFit(request.profile(), image, ramBytes);
    Optional<ProfileFit.Answer> misfit =
        fit.answers().stream().filter(it -> !it.fits()).findFirst();
    if (misfit.isPresent()) {
      String words = "The profile does not fit this kernel: " + misfit.get().words();
      return with(outcome, words, misfit.get().candidates());
    }
    return unread
        .map(
            it ->
                with(outcome, "The profile's account could not be read: " + it, fit.candidates(it)))
        .orElse(outcome);
  }

  private static RunOutcome with(RunOutcome outcome, String words, List<String> candidates) {
    String instead =
        candidates.isEmpty()
            ? "Nothing in the image is large enough to be it."
            : "Large enough would be: " + String.join("; ", candidates) + ".";
    return new RunOutcome(
        outcome.kind(), outcome.code(), outcome.message() + " " + words + ". " + instead);
  }
}
