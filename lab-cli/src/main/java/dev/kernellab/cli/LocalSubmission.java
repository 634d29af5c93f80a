// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import dev.kernellab.cli.local.AssignmentFolder;
import dev.kernellab.cli.local.LocalCapsule;
import dev.kernellab.cli.local.LocalGrade;
import dev.kernellab.cli.local.LocalKernel;
import dev.kernellab.cli.local.LocalLab;
import dev.kernellab.cli.local.LocalRun;
import dev.kernellab.protocol.RunEvent;
import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A submission that no lab sees: built, booted and graded here, told as a lab would tell it.
final class LocalSubmission {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final PrintWriter out;
  private final boolean json;
  private final @Nullable Path capsule;

  /// @param capsule where to write the run; null for nowhere
  LocalSubmission(PrintWriter out, boolean json, @Nullable Path capsule) {
    this.out = out;
    this.json = json;
    this.capsule = capsule;
  }

  /// @param assignment its folder, or its name
  int grade(Path kernel, String assignment) throws IOException, InterruptedException {
    AssignmentFolder by = AssignmentFolder.read(AssignmentFolder.find(assignment));
    Path packed = Files.createTempFile("lab-submit-", ".tar.gz");
    try (LocalLab lab = LocalLab.open(1)) {
      LocalGrade grade = grade(kernel, by, lab, packed);
      tell(grade);
      return grade.verdict().passes() ? ExitCode.PASSED : ExitCode.CHECKS_FAILED;
    } catch (LocalRun.FailedException e) {
      throw new LabProblem("The kernel could not be run here: " + e.getMessage(), e);
    } finally {
      Files.delete(packed);
    }
  }

  private LocalGrade grade(Path handedIn, AssignmentFolder by, LocalLab lab, Path packed)
      throws IOException, InterruptedException, LocalRun.FailedException {
    String label = String.valueOf(handedIn.toAbsolutePath().normalize().getFileName());
    var task = new LocalLab.Task(label, by, new SecureRandom().nextInt());
    RunPrinter printer = new RunPrinter(out);
    try {
      LocalKernel kernel = LocalKernel.of(handedIn, by, packed);
      LocalGrade grade = lab.grade(task, kernel, event -> print(printer, event));
      if (capsule != null) {
        LocalCapsule.write(grade.decisive(), task, kernel.file(), capsule);
      }
      return grade;
    } catch (SubmissionRejectedException e) {
      return LocalLab.rejected(by.assignment(), e);
    }
  }

  private void print(RunPrinter printer, RunEvent event) {
    ObjectNode node = JSON.valueToTree(event);
    String name = node.path("type").asString();
    if (!json && !(event instanceof RunEvent.SnapshotTaken)) { // what it shows the checks say
      printer.print(name, node);
    }
  }

  private void tell(LocalGrade grade) {
    if (json) {
      ObjectNode whole = JSON.createObjectNode();
      whole.set("outcome", JSON.valueToTree(grade.outcome()));
      whole.set("verdict", JSON.valueToTree(grade.verdict()));
      out.println(whole);
      out.flush();
      return;
    }
    if (grade.runs().isEmpty()) {
      out.println(Printable.of(grade.outcome().message()));
    }
    new RunPrinter(out).print("verdict", JSON.valueToTree(grade.verdict()));
  }
}
