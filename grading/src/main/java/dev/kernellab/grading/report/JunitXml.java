// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.report;

import dev.kernellab.grading.verdict.CheckResult;
import dev.kernellab.grading.verdict.CheckResult.Status;
import dev.kernellab.grading.verdict.Verdict;

/// JUnit's XML, as Jenkins, GitHub and GitLab read it. A check that did not run is an error there,
/// not skipped: a kernel that never boots must not look like one that passes. Extra credit that was
/// not earned is skipped: nobody has to.
final class JunitXml {
  private JunitXml() {}

  static String write(GradedRun run) {
    Verdict verdict = run.verdict();
    var xml = new Markup("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.begin("testsuites", counts(verdict.assignment(), verdict)).newLine();
    suite(xml, verdict.assignment(), run);
    return xml.end().newLine().toString();
  }

  /// @param name of the suite
  static void suite(Markup xml, String name, GradedRun run) {
    Verdict verdict = run.verdict();
    xml.begin("testsuite", counts(name, verdict)).newLine();
    xml.begin("properties");
    property(xml, "run", run.id());
    property(xml, "label", run.label());
    property(xml, "outcome", run.outcome().code());
    property(xml, "score", Integer.toString(verdict.score()));
    property(xml, "max", Integer.toString(verdict.max()));
    xml.end().newLine();
    verdict.checks().forEach(check -> testCase(xml, verdict.assignment(), check));
    xml.end().newLine();
  }

  private static void property(Markup xml, String name, String value) {
    xml.empty("property", "name", name, "value", value);
  }

  private static Object[] counts(String name, Verdict verdict) {
    return new Object[] {
      "name", name,
      "tests", verdict.checks().size(),
      "failures", count(verdict, "failure"),
      "errors", count(verdict, "error"),
      "skipped", count(verdict, "skipped"),
      "time", "0"
    };
  }

  static long count(Verdict verdict, String element) {
    return verdict.checks().stream().filter(check -> element(check).equals(element)).count();
  }

  private static void testCase(Markup xml, String assignment, CheckResult check) {
    String name = assignment + "." + check.id();
    xml.begin("testcase", "classname", name, "name", check.title(), "time", "0");
    String element = element(check);
    String message = points(check) + ": " + check.message();
    String evidence = ExhibitText.of(check.evidence());
    switch (element) {
      case "" -> xml.element("system-out", check.message());
      case "skipped" -> xml.empty("skipped", "message", message);
      default -> xml.element(element, evidence, "message", message, "type", check.status());
    }
    xml.end().newLine();
  }

  private static String points(CheckResult check) {
    return check.points() + " of " + check.max() + " points";
  }

  /// What JUnit calls it; empty for passed.
  private static String element(CheckResult check) {
    if (check.max() == 0 && check.status() != Status.PASSED) {
      return "skipped";
    }
    return switch (check.status()) {
      case PASSED -> "";
      case FAILED, PARTIAL -> "failure";
      case NOT_RUN -> "error";
    };
  }
}
