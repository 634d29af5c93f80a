// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.report;

/// A form in which a verdict can be had, besides the JSON that it is: `docs/reference/reports.md`.
public enum VerdictForm {
  /// JUnit XML, for whatever shows test results.
  JUNIT("application/xml"),
  /// Gradescope's `results.json`.
  GRADESCOPE("application/json"),
  MARKDOWN("text/markdown"),
  /// One page that needs nothing else.
  HTML("text/html");

  private final String mediaType;

  VerdictForm(String mediaType) {
    this.mediaType = mediaType;
  }

  public String mediaType() {
    return mediaType;
  }

  public String write(GradedRun run) {
    return switch (this) {
      case JUNIT -> JunitXml.write(run);
      case GRADESCOPE -> GradescopeResults.write(run);
      case MARKDOWN -> MarkdownSummary.write(run);
      case HTML -> HtmlReport.write(run);
    };
  }
}
