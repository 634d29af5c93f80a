// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import dev.kernellab.protocol.Profile;
import dev.kernellab.runner.fit.ProfileFit;
import dev.kernellab.runner.image.KernelImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Holds a profile against a kernel image, line by line.
final class ProfileCheck {
  private final KernelImage image;
  private final long ramBytes;
  private final List<String> lines = new ArrayList<>();
  private int misfits;

  ProfileCheck(KernelImage image, long ramBytes) {
    this.image = image;
    this.ramBytes = ramBytes;
  }

  List<String> lines() {
    return lines;
  }

  /// How many things do not fit.
  int misfits() {
    return misfits;
  }

  void look(Profile profile) {
    lines.add(profile.title());
    for (Profile.Checkpoint checkpoint : profile.checkpoints()) {
      checkpoint(checkpoint.symbol());
    }
    if (profile.boot() != null) {
      String way = profile.boot().name().toLowerCase(Locale.ROOT);
      fits("is booted by " + way + ", unless the submission says otherwise");
    }
    profile
        .unknownReady()
        .ifPresent(it -> misfit("allocator.ready: the profile has no such checkpoint, " + it));
    if (profile.awaitedText() != null) {
      fits("counts the account as ready once \"" + profile.awaitedText() + "\" was printed");
    }
    new ProfileFit(profile, image, ramBytes).answers().forEach(this::data);
  }

  private void checkpoint(String symbol) {
    if (image.symbols().containsKey(symbol)) {
      fits("stops at " + symbol + ", " + image.symbols().get(symbol));
    } else {
      misfit("checkpoint: the image defines no global function " + symbol);
    }
  }

  private void data(ProfileFit.Answer answer) {
    if (answer.fits()) {
      fits("reads " + answer.words());
      return;
    }
    misfit(answer.words());
    answer.candidates().forEach(it -> lines.add("      would fit: " + it));
    if (answer.candidates().isEmpty()) {
      lines.add("      nothing in the image is large enough");
    }
  }

  private void fits(String line) {
    lines.add("  ok  " + line);
  }

  private void misfit(String line) {
    misfits++;
    lines.add("  --  " + line);
  }
}
