// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.watch;

import dev.kernellab.cli.Printable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// A run's state, the end of what was built and printed, its frames: a dozen lines of a terminal,
/// drawn over with each event. For one thread.
public final class LiveScreen {
  private static final int WIDTH = 64;
  private static final int BUILD_LINES = 3;
  private static final int CONSOLE_LINES = 6;
  private static final int MAP_LINES = 4;

  private final PrintWriter out;
  private final FrameMap frames;
  private final StringBuilder build = new StringBuilder();
  private final StringBuilder console = new StringBuilder();
  private String state = "";
  private String reached = "";
  private String free = "";
  private int drawn;

  /// @param ramMiB of the machine
  public LiveScreen(PrintWriter out, int ramMiB) {
    this.out = out;
    this.frames = new FrameMap(Math.clamp(ramMiB, 1, 4_096) * 256);
  }

  /// @param name of an event
  public void show(String name, JsonNode data) {
    switch (name) {
      case "build" -> add(build, data);
      case "serial" -> add(console, data);
      case "state" -> enter(text(data, "state").toLowerCase(Locale.ROOT));
      case "checkpoint" ->
          reached =
              String.format(
                  Locale.ROOT,
                  "%s after %,d instructions",
                  text(data, "name"),
                  data.path("instructions").asLong());
      case "snapshot" -> {
        frames.take(data, MAP_LINES, WIDTH);
        JsonNode count = data.path("allocator").path("free");
        free = count.isNumber() ? String.format(Locale.ROOT, "%,d free", count.asLong()) : free;
      }
      case "fault" -> state = "fault: " + text(data, "message");
      case "ended" -> state = "ended: " + text(data.path("outcome"), "message");
      default -> {} // told by whoever prints after us
    }
    draw();
  }

  private void enter(String next) {
    state = next;
    if (next.equals("queued")) { // perhaps once more: what was seen before counts no longer
      build.setLength(0);
      console.setLength(0);
      reached = "";
    }
  }

  private void draw() {
    List<String> lines = lines();
    var picture = new StringBuilder();
    if (drawn > 0) {
      picture.append("\u001B[").append(drawn).append("A\r\u001B[J"); // up, and away with the rest
    }
    picture.append("\u001B[?7l"); // a line that is too wide is cut, not folded
    lines.forEach(line -> picture.append(line).append("\r\n"));
    picture.append("\u001B[?7h");
    drawn = lines.size();
    out.print(picture);
    out.flush();
  }

  private List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add("▸ " + line(state));
    section(lines, "build", tail(build, BUILD_LINES));
    section(lines, "console", tail(console, CONSOLE_LINES));
    section(lines, "frames", frames.rows());
    if (!free.isEmpty()) {
      lines.add("         " + free);
    }
    section(lines, "reached", reached.isEmpty() ? List.of() : List.of(reached));
    return lines;
  }

  private static void section(List<String> lines, String name, List<String> content) {
    for (int i = 0; i < content.size(); i++) {
      lines.add(String.format("%-8s %s", i == 0 ? name : "", line(content.get(i))));
    }
  }

  private static void add(StringBuilder text, JsonNode data) {
    text.append(text(data, "text"));
    text.delete(0, Math.max(0, text.length() - 8_192));
  }

  private static List<String> tail(StringBuilder text, int lines) {
    List<String> all = text.toString().lines().toList();
    return all.subList(Math.max(0, all.size() - lines), all.size());
  }

  private static String line(String text) {
    return text.replace('\n', ' ').replace('\t', ' ');
  }

  private static String text(JsonNode node, String field) {
    return Printable.of(node.path(field).asString(""));
  }
}
