// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.grade;

import dev.kernellab.cli.KernelFile;
import dev.kernellab.cli.LabClient;
import dev.kernellab.cli.LabProblem;
import dev.kernellab.cli.LabRefusal;
import dev.kernellab.cli.RunFollower;
import dev.kernellab.cli.Upload;
import dev.kernellab.cli.UsageProblem;
import dev.kernellab.cli.local.LocalLab;
import dev.kernellab.grading.assignment.Assignment;
import dev.kernellab.grading.verdict.Verdict;
import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.runner.submission.SubmissionRejectedException;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Has a lab grade, under the label that stands in its gradebook then.
final class ServerMarker implements Marker {
  private static final JsonMapper JSON = JsonMapper.shared();

  /// How long a lab may be away before the rest of the class is given up.
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final LabClient client;
  private final Assignment assignment;
  private volatile boolean isGone;

  ServerMarker(LabClient client, Assignment assignment) {
    this.client = client;
    this.assignment = assignment;
  }

  @Override
  public Mark mark(HandedIn handedIn) {
    try {
      return graded(submission(handedIn));
    } catch (LabRefusal e) {
      return e.isOfTheFile()
          ? rejected(e.code(), e.detail())
          : new Mark.NotTaken(String.valueOf(e.getMessage()));
    } catch (UsageProblem | UncheckedIOException e) {
      return rejected("KERNEL_FILE_UNKNOWN", String.valueOf(e.getMessage()));
    } catch (LabProblem | JacksonException e) {
      isGone = isGone || !client.isBackWithin(PATIENCE); // whoever called us tries once more
      return new Mark.LabFault(String.valueOf(e.getMessage()));
    }
  }

  /// With new runs when the lab failed one of those before.
  private JsonNode submission(HandedIn handedIn) {
    KernelFile kernel = KernelFile.of(handedIn.path());
    var upload = new Upload(kernel, handedIn.label(), assignment.slug(), "graded");
    JsonNode submission = client.submission(upload, key(handedIn.label(), kernel));
    for (JsonNode run : submission.path("runs")) {
      if (run.path("state").asString().equals("ENDED")
          && !outcome(client.run(run.path("id").asString())).kind().isGraded()) {
        String id = submission.path("id").asString();
        client.runAgain(id);
        return client.submission(id);
      }
    }
    return submission;
  }

  /// The same for the same file of the same person by the same assignment: whoever calls the
  /// command again, because it was interrupted, makes nothing twice and uses no attempt up.
  private String key(String label, KernelFile kernel) {
    String whose = String.join("\n", assignment.slug(), assignment.version(), label, "");
    var all = new ByteArrayOutputStream();
    all.writeBytes(whose.getBytes(StandardCharsets.UTF_8));
    all.writeBytes(kernel.bytes());
    return UUID.nameUUIDFromBytes(all.toByteArray()).toString();
  }

  /// Over all machines, once it has been run on each.
  private Mark graded(JsonNode submission) {
    @Nullable RunOutcome decisive = null;
    for (JsonNode run : submission.path("runs")) {
      String id = run.path("id").asString();
      RunOutcome outcome = outcome(new RunFollower(client).untilEnd(id, (name, data) -> {}));
      if (!outcome.kind().isGraded()) {
        return new Mark.LabFault(outcome.message());
      }
      if (decisive == null || decisive.kind() == RunOutcome.Kind.COMPLETED) {
        decisive = outcome;
      }
    }
    if (decisive == null) {
      return new Mark.LabFault("The lab made no run of it.");
    }
    JsonNode verdict = client.jointVerdict(submission.path("id").asString());
    return new Mark.Graded(
        submission.path("run").path("id").asString(),
        decisive,
        JSON.treeToValue(verdict, Verdict.class));
  }

  private static RunOutcome outcome(JsonNode node) {
    return JSON.treeToValue(node.path("outcome"), RunOutcome.class);
  }

  private Mark rejected(String code, String sentence) {
    var grade = LocalLab.rejected(assignment, new SubmissionRejectedException(code, sentence));
    return new Mark.Graded(null, grade.outcome(), grade.verdict());
  }
}
