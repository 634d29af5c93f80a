// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import dev.kernellab.cli.watch.LiveScreen;
import dev.kernellab.grading.verdict.Verdict;
import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Shows one run to its end.
final class RunWatch {
  private final LabClient client;
  private final PrintWriter out;
  private final boolean json;

  RunWatch(LabClient client, PrintWriter out, boolean json) {
    this.client = client;
    this.out = out;
    this.json = json;
  }

  int announce(String run) {
    out.println(json ? client.run(run).toString() : "Run " + run + ": " + client.page(run));
    out.flush();
    return ExitCode.PASSED;
  }

  int untilEnd(String run) {
    JsonNode made = client.run(run); // says at once when the lab or the run is not there
    if (!json) {
      out.println("Run " + run + ": " + client.page(run));
      out.flush();
    }
    JsonNode ended = new RunFollower(client).untilEnd(run, listener(made));
    if (json) {
      printJson(run);
    } else {
      out.println(client.page(run));
      out.flush();
    }
    return exitCode(run, ended);
  }

  /// In a terminal a picture, and the verdict below it; else line after line.
  private BiConsumer<String, JsonNode> listener(JsonNode run) {
    if (json) {
      return (name, data) -> {};
    }
    RunPrinter printer = new RunPrinter(out);
    if (!Terminal.ofProcess().out()) {
      return printer::print;
    }
    var screen = new LiveScreen(out, run.path("machine").path("ramMiB").asInt(128));
    var verdict = new AtomicReference<JsonNode>();
    return (name, data) -> {
      screen.show(name, data);
      if (name.equals("verdict")) {
        verdict.set(data);
      } else if (name.equals("ended") && verdict.get() != null) {
        printer.print("verdict", verdict.get());
      }
    };
  }

  private void printJson(String run) {
    ObjectNode whole = (ObjectNode) client.run(run);
    if (whole.has("verdict")) {
      whole.set("verdict", client.verdict(run));
    }
    out.println(whole);
    out.flush();
  }

  /// By what counts now: the run may have been graded again since it ended.
  private int exitCode(String run, JsonNode ended) {
    return switch (ended.path("outcome").path("kind").asString("")) {
      case "LAB_FAULT", "CANCELLED", "" -> ExitCode.LAB_OR_NETWORK;
      default ->
          ended.path("verdict").isObject() && passes(client.verdict(run))
              ? ExitCode.PASSED
              : ExitCode.CHECKS_FAILED;
    };
  }

  private static boolean passes(JsonNode verdict) {
    return JsonMapper.shared().treeToValue(verdict, Verdict.class).passes();
  }
}
