// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.local;

import dev.kernellab.cli.KernelFile;
import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.protocol.Boot;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.Profile;
import dev.kernellab.runner.SubmissionCheck;
import dev.kernellab.runner.archive.ArchiveLimits;
import dev.kernellab.runner.archive.GivenFiles;
import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Something handed in that can be run.
///
/// @param file as it would have been uploaded
public record LocalKernel(KernelKind kind, Path file) {

  /// By the lab's own check of what is submitted.
  ///
  /// @param packed where a folder is packed to
  /// @throws SubmissionRejectedException when it is of no use; the reason is for its author
  public static LocalKernel of(Path handedIn, AssignmentFolder by, Path packed)
      throws IOException, SubmissionRejectedException {
    Path file = handedIn;
    if (Files.isDirectory(handedIn)) {
      file = Files.write(packed, KernelFile.of(handedIn).bytes());
    }
    Assignment assignment = by.assignment();
    Optional<Boot.Way> way =
        Optional.ofNullable(assignment.machine().boot())
            .map(Boot::way)
            .or(() -> Optional.ofNullable(assignment.profile().boot()));
    KernelKind kind = SubmissionCheck.inspect(file, ArchiveLimits.DEFAULT, way);
    if (kind != KernelKind.SOURCES && !by.given().isEmpty()) {
      throw GivenFiles.sourcesWanted();
    }
    return new LocalKernel(kind, file);
  }

  /// A machine that can boot it, where the assignment says nothing of that; else the profile may.
  Machine onto(Machine machine, Profile profile) {
    if (machine.boot() != null) {
      return machine;
    }
    if (profile.boot() != null) {
      return machine.withBoot(new Boot(profile.boot()));
    }
    return switch (kind) {
      case SOURCES, ELF -> machine;
      case ISO -> machine.withBoot(new Boot(Boot.Way.ISO));
      case DISK -> machine.withBoot(new Boot(Boot.Way.DISK));
    };
  }
}
