// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.report;

import dev.kernellab.grading.check.Exhibit;
import dev.kernellab.grading.verdict.CheckResult;
import dev.kernellab.grading.verdict.Verdict;

/// One page to keep, to print or to send. It loads nothing and runs nothing, and tells the browser
/// so.
final class HtmlReport {
  private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'";

  /// Without characters that have to be escaped.
  private static final String STYLE =
      """
      :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
      body { max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }
      table { border-collapse: collapse; width: 100%; }
      th, td { text-align: left; padding: .25rem .5rem; border-bottom: 1px solid #8886; }
      td.points { text-align: right; white-space: nowrap; }
      section { margin-top: 2rem; }
      .status { font-weight: 600; }
      .passed { color: #1a7f37; }
      .failed, .partial { color: #c62828; }
      .map { width: 100%; height: auto; margin-top: .5rem; }
      .memory { fill: #8883; }
      .marked { fill: #c62828; }
      .passed .marked { fill: #1a7f37; }
      """;

  private final Markup html = new Markup("<!DOCTYPE html>\n");
  private final GradedRun run;

  private HtmlReport(GradedRun run) {
    this.run = run;
  }

  static String write(GradedRun run) {
    return new HtmlReport(run).page();
  }

  private String page() {
    html.begin("html", "lang", "en").begin("head");
    html.empty("meta", "charset", "utf-8");
    html.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
    html.empty("meta", "name", "viewport", "content", "width=device-width");
    html.element("title", run.label() + ": " + score());
    html.element("style", STYLE).end().newLine();
    html.begin("body").begin("main");
    head();
    table();
    run.verdict().checks().forEach(this::section);
    return html.end().end().end().newLine().toString();
  }

  private String score() {
    return run.verdict().score() + " of " + run.verdict().max() + " points";
  }

  private void head() {
    Verdict verdict = run.verdict();
    html.element("h1", run.title() + ": " + score());
    html.element("p", run.label() + ", run " + run.id());
    html.element("meter", score(), "max", Math.max(1, verdict.max()), "value", verdict.score());
    html.element("p", run.outcome().message()).newLine();
  }

  private void table() {
    html.begin("table").begin("thead").begin("tr");
    html.element("th", "Check").element("th", "Result").element("th", "Points");
    html.end().end().begin("tbody");
    for (CheckResult check : run.verdict().checks()) {
      html.begin("tr").begin("td");
      html.element("a", check.title(), "href", "#" + anchor(check)).end();
      html.element("td", words(check), "class", "status " + kind(check));
      html.element("td", check.worth(), "class", "points").end().newLine();
    }
    html.end().end();
  }

  private void section(CheckResult check) {
    html.begin("section", "id", anchor(check), "class", kind(check) + "-check");
    html.element("h2", check.title());
    html.begin("p");
    html.element("span", words(check), "class", "status " + kind(check));
    html.text(", " + check.worth().replace("/", "of") + " points").end();
    html.element("p", check.message());
    Exhibit exhibit = check.evidence();
    if (exhibit != null) {
      html.element("p", "Evidence: " + ExhibitText.of(exhibit) + ".");
      if (exhibit.frames() != null && !exhibit.frames().isEmpty()) {
        html.begin("div", "class", kind(check));
        new FrameMap(exhibit.frames(), run.machine().ramMiB()).draw(html);
        html.end();
      }
    }
    html.end().newLine();
  }

  private static String anchor(CheckResult check) {
    return "check-" + check.id();
  }

  private static String kind(CheckResult check) {
    return switch (check.status()) {
      case PASSED -> "passed";
      case FAILED -> "failed";
      case PARTIAL -> "partial";
      case NOT_RUN -> "not-run";
    };
  }

  private static String words(CheckResult check) {
    return switch (check.status()) {
      case PASSED -> "passed";
      case FAILED -> "failed";
      case PARTIAL -> "right in part";
      case NOT_RUN -> "not run";
    };
  }
}
