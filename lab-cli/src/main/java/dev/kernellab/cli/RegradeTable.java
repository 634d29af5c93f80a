// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Who moves and by which check, for a person: the answer described in `docs/reference/reports.md`.
final class RegradeTable {
  private RegradeTable() {}

  static void print(PrintWriter out, JsonNode report) {
    var moved = new ArrayList<JsonNode>();
    var untold = new ArrayList<JsonNode>();
    report
        .path("runs")
        .forEach(it -> (it.path("needsAnotherRun").asBoolean() ? untold : moved).add(it));
    moved.forEach(it -> row(out, it));
    untold.forEach(it -> out.printf("%9s -> ?                 %s%n", score(it, "before"), who(it)));
    if (!report.path("runs").isEmpty()) {
      out.println();
    }
    byCheck(moved)
        .forEach((check, moves) -> out.printf("%5d by %s%n", moves.size(), total(check, moves)));
    if (!untold.isEmpty()) {
      out.println(
          "? another run has to tell: a check looks at what was not recorded, or the machines or"
              + " the files given for the build are others now.");
    }
    summary(out, report, moved.size(), untold.size());
  }

  private static void row(PrintWriter out, JsonNode run) {
    out.printf(
        "%9s -> %-9s %+6d  %s%n",
        score(run, "before"), score(run, "after"), run.path("difference").asInt(), who(run));
    for (JsonNode move : run.path("moves")) {
      out.printf(
          "                              %s: %s -> %s. %s%n",
          text(move, "check"), points(move, "before"), points(move, "after"), text(move, "reason"));
    }
  }

  private static Map<String, List<JsonNode>> byCheck(List<JsonNode> moved) {
    var checks = new LinkedHashMap<String, List<JsonNode>>();
    for (JsonNode run : moved) {
      for (JsonNode move : run.path("moves")) {
        checks.computeIfAbsent(text(move, "check"), it -> new ArrayList<>()).add(move);
      }
    }
    return checks;
  }

  private static String total(String check, List<JsonNode> moves) {
    int difference =
        moves.stream().mapToInt(it -> it.path("after").asInt(0) - it.path("before").asInt(0)).sum();
    return "%s (%+d): %s".formatted(check, difference, text(moves.getFirst(), "title"));
  }

  private static void summary(PrintWriter out, JsonNode report, int moved, int untold) {
    out.printf(
        "%s, version %s: %d looked at, %d move, %d need another run.%n",
        text(report, "assignment"),
        text(report, "version"),
        report.path("looked").asInt(),
        moved,
        untold);
    int queued = report.path("queued").size();
    if (!report.path("dry").asBoolean()) {
      out.println("Published." + (queued == 0 ? "" : " Runs made: " + queued + "."));
    } else if (moved + untold > 0) {
      out.println("Nothing has changed. The same with --publish lets it count.");
    }
  }

  private static String score(JsonNode run, String field) {
    JsonNode score = run.path(field);
    return score.isObject()
        ? score.path("score").asString() + " / " + score.path("max").asString()
        : "-";
  }

  private static String who(JsonNode run) {
    return text(run, "label") + "  (run " + text(run, "run") + ")";
  }

  /// A check that one of the versions does not have is worth nothing by it.
  private static String points(JsonNode move, String field) {
    return move.path(field).isNumber() ? move.path(field).asString() : "-";
  }

  private static String text(JsonNode node, String field) {
    return Printable.of(node.path(field).asString(""));
  }
}
