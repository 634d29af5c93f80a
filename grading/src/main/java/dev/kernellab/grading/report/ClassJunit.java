// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.report;

import java.util.List;
import java.util.function.ToLongFunction;

/// JUnit's XML of a class: a suite for each who handed something in. Whoever has no mark is a suite
/// with an error, and nothing else is said of them.
public final class ClassJunit {
  private ClassJunit() {}

  /// @param reason in a word
  public record Unmarked(String label, String reason, String message) {}

  public static String write(String assignment, List<GradedRun> runs, List<Unmarked> unmarked) {
    var xml = new Markup("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.begin(
        "testsuites",
        "name",
        assignment,
        "tests",
        sum(runs, it -> it.verdict().checks().size()) + unmarked.size(),
        "failures",
        sum(runs, it -> JunitXml.count(it.verdict(), "failure")),
        "errors",
        sum(runs, it -> JunitXml.count(it.verdict(), "error")) + unmarked.size(),
        "skipped",
        sum(runs, it -> JunitXml.count(it.verdict(), "skipped")),
        "time",
        "0");
    xml.newLine();
    runs.forEach(run -> JunitXml.suite(xml, run.label(), run));
    unmarked.forEach(it -> suite(xml, assignment, it));
    return xml.end().newLine().toString();
  }

  private static long sum(List<GradedRun> runs, ToLongFunction<GradedRun> of) {
    return runs.stream().mapToLong(of).sum();
  }

  private static void suite(Markup xml, String assignment, Unmarked it) {
    xml.begin(
        "testsuite",
        "name",
        it.label(),
        "tests",
        1,
        "failures",
        0,
        "errors",
        1,
        "skipped",
        0,
        "time",
        "0");
    xml.newLine().begin("testcase", "classname", assignment, "name", "The lab", "time", "0");
    xml.element("error", "", "message", it.message(), "type", it.reason());
    xml.end().newLine().end().newLine();
  }
}
