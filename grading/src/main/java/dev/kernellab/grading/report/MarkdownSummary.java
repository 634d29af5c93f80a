// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.report;

import dev.kernellab.grading.verdict.CheckResult;
import dev.kernellab.grading.verdict.CheckResult.Status;
import dev.kernellab.grading.verdict.Verdict;

/// A few lines of Markdown, for a merge request's comment or a job's summary.
final class MarkdownSummary {
  private MarkdownSummary() {}

  static String write(GradedRun run) {
    Verdict verdict = run.verdict();
    var out = new StringBuilder();
    out.append(
            "## %s: %d of %d points\n\n"
                .formatted(escape(run.title()), verdict.score(), verdict.max()))
        .append(
            "%s, run %s. %s\n\n"
                .formatted(escape(run.label()), escape(run.id()), escape(run.outcome().message())))
        .append("| | check | points |\n| --- | --- | ---: |\n");
    for (CheckResult check : verdict.checks()) {
      out.append("| %s | %s | %s |\n".formatted(mark(check), escape(check.title()), check.worth()));
    }
    verdict.checks().stream()
        .filter(check -> check.status() != Status.PASSED)
        .forEach(check -> out.append(why(check)));
    return out.toString();
  }

  private static String why(CheckResult check) {
    String evidence = ExhibitText.of(check.evidence());
    return "\n**%s**: %s%s\n"
        .formatted(
            escape(check.title()),
            escape(check.message()),
            evidence.isEmpty() ? "" : " (" + escape(evidence) + ")");
  }

  private static String mark(CheckResult check) {
    return switch (check.status()) {
      case PASSED -> "passed";
      case FAILED -> "**failed**";
      case PARTIAL -> "**in part**";
      case NOT_RUN -> "not run";
    };
  }

  /// A backslash takes the meaning from any ASCII punctuation (CommonMark 0.31, 2.4). Hosts make
  /// links of names behind an at sign and of web addresses all the same; the empty comment that is
  /// put in there is not shown.
  private static String escape(String text) {
    return PlainText.line(text)
        .replaceAll("([!-/:-@\\[-`{-~])", "\\\\$1")
        .replace("\\@", "\\@<!-- -->")
        .replace("\\:\\/\\/", "\\:<!-- -->\\/\\/")
        .replace("www\\.", "www<!-- -->\\.");
  }
}
