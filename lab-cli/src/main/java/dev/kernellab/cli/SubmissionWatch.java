// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Follows the runs of a submission, one for each machine of its assignment, and tells what it is
/// worth over all of them.
final class SubmissionWatch {
  private final LabClient client;
  private final PrintWriter out;
  private final boolean json;

  SubmissionWatch(LabClient client, PrintWriter out, boolean json) {
    this.client = client;
    this.out = out;
    this.json = json;
  }

  /// @param run that on the first machine
  int untilEnd(String run) {
    String submission = client.run(run).path("submission").asString();
    JsonNode made = client.submission(submission);
    List<String> runs = runs(made);
    var watch = new RunWatch(client, out, json);
    if (runs.size() < 2) {
      int code = watch.untilEnd(run);
      tellDelay(made);
      return code;
    }
    int worst = ExitCode.PASSED;
    for (String one : runs) {
      worst = Math.max(worst, watch.untilEnd(one));
    }
    JsonNode whole = client.submission(submission);
    if (whole.has("verdict")) {
      tell((ObjectNode) whole, client.jointVerdict(submission));
    }
    tellDelay(made);
    return worst;
  }

  /// The verdict says nothing of it: a kernel is worth the same at any time.
  private void tellDelay(JsonNode submission) {
    if (!json && submission.has("percentKept")) {
      out.printf(
          "Handed in late: %d %% of these points count.%n", submission.path("percentKept").asInt());
      out.flush();
    }
  }

  private void tell(ObjectNode submission, JsonNode verdict) {
    if (json) {
      submission.set("verdict", verdict);
      out.println(submission);
    } else {
      out.println("On all machines:");
      new RunPrinter(out).print("verdict", verdict);
    }
    out.flush();
  }

  private static List<String> runs(JsonNode submission) {
    var runs = new ArrayList<String>();
    submission.path("runs").forEach(it -> runs.add(it.path("id").asString()));
    return runs;
  }
}
