// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.grade;

import dev.kernellab.cli.UsageProblem;
import dev.kernellab.cli.local.AssignmentFolder;
import dev.kernellab.cli.local.LocalGrade;
import dev.kernellab.cli.local.LocalKernel;
import dev.kernellab.cli.local.LocalLab;
import dev.kernellab.cli.local.LocalRun;
import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Grades on this machine.
final class LocalMarker implements Marker {
  private final LocalLab lab;
  private final AssignmentFolder by;
  private final long seed;

  LocalMarker(LocalLab lab, AssignmentFolder by, long seed) {
    this.lab = lab;
    this.by = by;
    this.seed = seed;
  }

  @Override
  public Mark mark(HandedIn handedIn) throws InterruptedException {
    try {
      Path packed = Files.createTempFile("lab-grade-", ".tar.gz");
      try {
        LocalGrade grade = grade(handedIn, packed);
        return new Mark.Graded(null, grade.outcome(), grade.verdict());
      } finally {
        Files.delete(packed);
      }
    } catch (LocalRun.FailedException | IOException e) {
      return new Mark.LabFault(String.valueOf(e.getMessage()));
    }
  }

  private LocalGrade grade(HandedIn handedIn, Path packed)
      throws IOException, InterruptedException, LocalRun.FailedException {
    try {
      LocalKernel kernel = LocalKernel.of(handedIn.path(), by, packed);
      var task = new LocalLab.Task(handedIn.label(), by, seed);
      return lab.grade(task, kernel, event -> {});
    } catch (SubmissionRejectedException e) {
      return LocalLab.rejected(by.assignment(), e);
    } catch (UsageProblem | UncheckedIOException e) { // a folder that cannot be packed
      var reason =
          new SubmissionRejectedException("KERNEL_FILE_UNKNOWN", String.valueOf(e.getMessage()));
      return LocalLab.rejected(by.assignment(), reason);
    }
  }
}
