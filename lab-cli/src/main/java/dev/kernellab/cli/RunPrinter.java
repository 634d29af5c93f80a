// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import java.io.PrintWriter;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// A run's events as lines for a person.
final class RunPrinter {
  /// The finding whose message says why.
  private static final String UNREADABLE = "allocator-unreadable";

  private final PrintWriter out;
  private boolean midLine;

  RunPrinter(PrintWriter out) {
    this.out = out;
  }

  void print(String name, JsonNode data) {
    switch (name) {
      case "build", "serial" -> raw(Printable.of(data.path("text").asString("")));
      case "state" -> line(data.path("state").asString("").toLowerCase(Locale.ROOT));
      case "checkpoint" ->
          line(
              "reached "
                  + text(data, "name")
                  + " after "
                  + grouped(data.path("instructions").asLong())
                  + " instructions");
      case "snapshot" -> snapshot(data);
      case "fault" -> line("fault: " + text(data, "message"));
      case "verdict" -> verdict(data);
      case "ended" -> line("ended: " + text(data.path("outcome"), "message"));
      default -> {} // a newer lab may say more
    }
    out.flush();
  }

  private void snapshot(JsonNode data) {
    String frames = frames(data);
    JsonNode paging = data.path("paging");
    String mapped =
        paging.path("enabled").asBoolean()
            ? grouped(paging.path("entries").path("pages").asLong())
                + " pages and "
                + paging.path("entries").path("largePages").asLong()
                + " large pages mapped"
            : "paging off";
    line("snapshot " + data.path("n").asInt() + ": " + frames + ", " + mapped);
  }

  private static String frames(JsonNode snapshot) {
    JsonNode allocator = snapshot.path("allocator");
    if (allocator.path("ready").asBoolean()) {
      return grouped(allocator.path("free").asLong()) + " frames free";
    }
    if (allocator.path("kind").asString("").equals("none")) {
      return "no allocator described";
    }
    boolean unreadable =
        snapshot.path("findings").valueStream().anyMatch(it -> text(it, "id").equals(UNREADABLE));
    return unreadable ? "allocator not readable" : "allocator not ready yet";
  }

  private void verdict(JsonNode verdict) {
    plain("");
    for (JsonNode check : verdict.path("checks")) {
      boolean passed = check.path("status").asString("").equals("PASSED");
      plain(
          String.format(
              Locale.ROOT, "  %s %9s %s", mark(check), worth(check), text(check, "title")));
      if (!passed) {
        plain("                " + text(check, "message"));
      }
    }
    plain("");
    plain("  score " + points(verdict, "score") + " of " + points(verdict, "max"));
    plain("");
  }

  private static String mark(JsonNode check) {
    return switch (check.path("status").asString("")) {
      case "PASSED" -> "✔";
      case "PARTIAL" -> "◐";
      case "NOT_RUN" -> "–";
      default -> "✘";
    };
  }

  /// Aligned by the slash; what comes on top has none.
  private static String worth(JsonNode check) {
    String points = points(check, "points");
    String max = points(check, "max");
    return max.equals("0") && !points.equals("0")
        ? "+" + points + "    "
        : String.format(Locale.ROOT, "%s/%-3s", points, max);
  }

  private static String points(JsonNode node, String field) {
    return String.format(Locale.ROOT, "%s", node.path(field).asString("0"));
  }

  private static String text(JsonNode node, String field) {
    return Printable.of(node.path(field).asString(""));
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private void raw(String text) {
    if (!text.isEmpty()) {
      out.print(text);
      midLine = !text.endsWith("\n");
    }
  }

  private void line(String text) {
    plain("▸ " + text);
  }

  private void plain(String text) {
    if (midLine) {
      out.println();
      midLine = false;
    }
    out.println(text);
  }
}
