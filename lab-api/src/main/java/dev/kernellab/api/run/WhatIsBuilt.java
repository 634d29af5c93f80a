// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.run;

import dev.kernellab.api.assignment.Assignments;
import dev.kernellab.api.storage.BlobStore;
import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.assignment.Handout;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Puts the instructor's files over a student's before they are built. What was handed in stays as
/// it is stored.
@Component
class WhatIsBuilt {
  private final Assignments assignments;
  private final BlobStore blobs;

  WhatIsBuilt(Assignments assignments, BlobStore blobs) {
    this.assignments = assignments;
    this.blobs = blobs;
  }

  /// @return a file to be deleted after use; empty when what was handed in is built as it is
  Optional<Path> inPlaceOf(Run run, Path handedIn) throws IOException {
    String version = run.plan().version();
    if (version == null || run.plan().kernel() != KernelKind.SOURCES || !isPutOver(run, version)) {
      return Optional.empty();
    }
    Path file = blobs.newTemporary();
    try {
      assignments.given(run.assignment(), version).over(handedIn, file);
      return Optional.of(file);
    } catch (SubmissionRejectedException e) {
      Files.delete(file);
      return Optional.empty(); // the runner says what is wrong with it
    } catch (IOException e) {
      Files.delete(file);
      throw e;
    }
  }

  private boolean isPutOver(Run run, String version) {
    return assignments
        .find(run.assignment(), version)
        .map(Assignment::handout)
        .map(Handout::overwrite)
        .isPresent();
  }
}
