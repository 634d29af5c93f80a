// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Follows one run to its end, over broken connections too.
final class RunWatch {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final JsonMapper JSON = JsonMapper.shared();

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
    client.run(run); // says at once when the lab or the run is not there
    RunPrinter printer = new RunPrinter(out);
    if (!json) {
      out.println("Run " + run + ": " + client.page(run));
      out.flush();
    }
    JsonNode ended = follow(run, printer);
    if (json) {
      printJson(run);
    } else {
      out.println(client.page(run));
      out.flush();
    }
    return exitCode(ended);
  }

  private JsonNode follow(String run, RunPrinter printer) {
    long last = 0;
    long givenUpAt = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try (ServerSentEvents events = new ServerSentEvents(client.events(run, last))) {
        for (var event = events.next(); event != null; event = events.next()) {
          JsonNode data = JSON.readTree(event.data());
          if (!json) {
            printer.print(event.name(), data);
          }
          if (event.name().equals("ended")) {
            return data;
          }
          last = event.id();
          givenUpAt = System.nanoTime() + PATIENCE.toNanos();
        }
      } catch (IOException broken) {
        if (System.nanoTime() > givenUpAt) {
          throw new LabProblem(
              "The lab has not answered for "
                  + PATIENCE.toSeconds()
                  + " s. The run goes on without us:"
                  + " ./lab watch "
                  + run,
              broken);
        }
      }
      LockSupport.parkNanos(Duration.ofMillis(500).toNanos()); // the lab may be restarting
    }
  }

  private void printJson(String run) {
    ObjectNode whole = (ObjectNode) client.run(run);
    if (whole.has("verdict")) {
      whole.set("verdict", client.verdict(run));
    }
    out.println(whole);
    out.flush();
  }

  private static int exitCode(JsonNode ended) {
    JsonNode verdict = ended.path("verdict");
    return switch (ended.path("outcome").path("kind").asString("")) {
      case "LAB_FAULT", "CANCELLED", "" -> ExitCode.LAB_OR_NETWORK;
      default ->
          verdict.isObject() && verdict.path("score").asDouble() >= verdict.path("max").asDouble()
              ? ExitCode.PASSED
              : ExitCode.CHECKS_FAILED;
    };
  }
}
