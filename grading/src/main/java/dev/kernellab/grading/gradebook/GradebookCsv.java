// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.gradebook;

import dev.kernellab.grading.gradebook.Gradebook.Cell;
import dev.kernellab.grading.gradebook.Gradebook.Row;
import dev.kernellab.grading.report.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A gradebook for spreadsheets (RFC 4180). A text that a spreadsheet would calculate gets an
/// apostrophe in front; texts are always in quotes, so that no separator of whatever country ends
/// one.
public final class GradebookCsv {
  /// What formulas begin with, the full-width forms included; tabs and line ends besides, which
  /// [PlainText] makes spaces of.
  private static final String FORMULA = "=+-@\uFF1D\uFF0B\uFF0D\uFF20";

  private GradebookCsv() {}

  public static String write(Gradebook gradebook) {
    var out = new StringBuilder();
    var head = new ArrayList<@Nullable Object>();
    head.addAll(List.of("label", "attempts", "submission", "run", "handed_in", "score", "max"));
    gradebook.checks().forEach(check -> head.add(check.id()));
    line(out, head);
    gradebook.rows().forEach(row -> line(out, values(row, gradebook.checks())));
    return out.toString();
  }

  private static List<@Nullable Object> values(Row row, List<CheckStatistics> checks) {
    Map<String, Cell> cells =
        row.checks().stream().collect(Collectors.toMap(Cell::id, it -> it, (one, other) -> one));
    var values = new ArrayList<@Nullable Object>();
    values.add(row.label());
    values.add(row.attempts());
    values.add(row.submission());
    values.add(row.run());
    values.add(row.handedIn() == null ? null : row.handedIn().toString());
    values.add(row.score());
    values.add(row.max());
    for (CheckStatistics check : checks) {
      Cell cell = cells.get(check.id());
      values.add(cell == null ? null : Integer.valueOf(cell.points()));
    }
    return values;
  }

  private static void line(StringBuilder out, List<@Nullable Object> values) {
    out.append(values.stream().map(GradebookCsv::field).collect(Collectors.joining(",")))
        .append("\r\n");
  }

  private static String field(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    return value instanceof Integer ? value.toString() : quoted(PlainText.line(value.toString()));
  }

  private static String quoted(String text) {
    String first = text.strip();
    boolean calculated = !first.isEmpty() && FORMULA.indexOf(first.charAt(0)) >= 0;
    return '"' + (calculated ? "'" : "") + text.replace("\"", "\"\"") + '"';
  }
}
