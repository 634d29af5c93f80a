// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.kernellab.grading.verdict.CheckResult;
import dev.kernellab.grading.verdict.CheckResult.Status;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// What Gradescope expects in `/autograder/results/results.json`: its autograder specification,
/// "Output Format". All texts are of format `text`, so that none is taken for HTML.
record GradescopeResults(
    int score,
    String output,
    @JsonProperty("output_format") String outputFormat,
    @JsonProperty("test_output_format") String testOutputFormat,
    @JsonProperty("test_name_format") String testNameFormat,
    List<Test> tests,
    @JsonProperty("extra_data") Map<String, String> extraData) {
  private static final String TEXT = "text";

  /// @param number sorts and labels it
  record Test(
      String name,
      String number,
      int score,
      @JsonProperty("max_score") int maxScore,
      String status,
      String output) {

    static Test of(int number, CheckResult check) {
      String evidence = ExhibitText.of(check.evidence());
      return new Test(
          PlainText.line(check.title()),
          Integer.toString(number),
          check.points(),
          check.max(),
          check.status() == Status.PASSED ? "passed" : "failed",
          PlainText.line(check.message())
              + (evidence.isEmpty() ? "" : "\nEvidence: " + evidence + "."));
    }
  }

  static String write(GradedRun run) {
    List<CheckResult> checks = run.verdict().checks();
    List<Test> tests =
        java.util.stream.IntStream.range(0, checks.size())
            .mapToObj(i -> Test.of(i + 1, checks.get(i)))
            .toList();
    return JsonMapper.shared()
        .writeValueAsString(
            new GradescopeResults(
                run.verdict().score(),
                PlainText.line(run.outcome().message()),
                TEXT,
                TEXT,
                TEXT,
                tests,
                Map.of("run", run.id(), "outcome", run.outcome().code())));
  }
}
