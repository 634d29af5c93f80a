// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.night;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The figures as a table, as JSON and as a picture of the queue.
final class Report {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int WIDTH = 800;
  private static final int HEIGHT = 160;
  private static final int COLUMNS = 72;
  private static final String BARS = "▁▂▃▄▅▆▇█";

  private final String conditions;
  private final Figures figures;

  /// @param conditions what was asked of the night, for people
  Report(String conditions, Figures figures) {
    this.conditions = conditions;
    this.figures = figures;
  }

  /// Into `folder`: `table.md`, `figures.json`, `queue.svg`.
  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("table.md"), table());
    Files.writeString(folder.resolve("figures.json"), json());
    Files.writeString(folder.resolve("queue.svg"), picture());
  }

  String table() {
    return conditions
        + ".\n\n| what | measured | goal | |\n| ---- | -------: | ---: | - |\n"
        + figures.lines().stream()
            .map(
                it ->
                    "| %s | %s | %s | %s |%n"
                        .formatted(
                            it.what(), it.measured(), it.goal(), it.holds() ? "" : "**missed**"))
            .collect(Collectors.joining())
        + "\nRuns waiting, from the first submission to the last mark:\n\n```\n"
        + bars()
        + "\n```\n";
  }

  /// The most runs that waited in each part of the time.
  private String bars() {
    List<Gauges.Point> points = figures.queue();
    double end = end();
    double most = most();
    double[] columns = new double[COLUMNS];
    for (Gauges.Point point : points) {
      int column = Math.min(COLUMNS - 1, (int) (COLUMNS * point.second() / end));
      columns[column] = Math.max(columns[column], point.waiting());
    }
    StringBuilder bars = new StringBuilder();
    for (double column : columns) {
      bars.append(BARS.charAt((int) Math.round((BARS.length() - 1) * column / most)));
    }
    return bars.toString();
  }

  private double end() {
    return figures.queue().isEmpty() ? 1 : Math.max(1, figures.queue().getLast().second());
  }

  private double most() {
    return figures.queue().stream().mapToDouble(Gauges.Point::waiting).reduce(1, Math::max);
  }

  private String json() {
    ObjectNode all = JSON.createObjectNode();
    all.put("conditions", conditions);
    all.put("hold", figures.hold());
    ArrayNode lines = all.putArray("figures");
    for (Figures.Line line : figures.lines()) {
      lines
          .addObject()
          .put("what", line.what())
          .put("measured", line.measured())
          .put("goal", line.goal())
          .put("holds", line.holds());
    }
    ArrayNode queue = all.putArray("queue");
    for (Gauges.Point point : figures.queue()) {
      queue
          .addObject()
          .put("second", point.second())
          .put("waiting", point.waiting())
          .put("oldest", point.oldest());
    }
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all);
  }

  private String picture() {
    String line =
        figures.queue().stream()
            .map(it -> x(it.second()) + "," + y(it.waiting()))
            .collect(Collectors.joining(" "));
    String marks =
        figures.restarts().kills().stream()
            .map(it -> mark(figures.clock().seconds(it.at()), it.what().words()))
            .collect(Collectors.joining());
    return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="-40 -20 %d %d" font-family="sans-serif" font-size="11">
        <rect x="-40" y="-20" width="100%%" height="100%%" fill="white"/>
        <path d="M0 0V%d H%d" fill="none" stroke="#888"/>
        <text x="-6" y="8" text-anchor="end">%.0f</text><text x="-6" y="%d" text-anchor="end">0</text>
        <text x="%d" y="%d" text-anchor="end">%.0f s</text><text x="0" y="%d">runs waiting</text>
        %s<polyline points="%s" fill="none" stroke="#06c" stroke-width="1.5"/>
        </svg>
        """
        .formatted(
            WIDTH + 60,
            HEIGHT + 50,
            HEIGHT,
            WIDTH,
            most(),
            HEIGHT,
            WIDTH,
            HEIGHT + 16,
            end(),
            HEIGHT + 16,
            marks + mark(figures.plan().length().toMillis() / 1e3, "deadline"),
            line);
  }

  private String mark(double second, String words) {
    return "<path d=\"M%s 0V%d\" stroke=\"#c40\" stroke-dasharray=\"3 3\"/><text x=\"%s\" y=\"-6\" text-anchor=\"middle\">%s</text>\n"
        .formatted(x(second), HEIGHT, x(second), words);
  }

  private String x(double second) {
    return String.format(Locale.ROOT, "%.1f", WIDTH * second / end());
  }

  private String y(double waiting) {
    return String.format(Locale.ROOT, "%.1f", HEIGHT * (1 - waiting / most()));
  }
}
