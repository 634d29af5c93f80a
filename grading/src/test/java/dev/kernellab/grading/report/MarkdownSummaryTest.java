// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MarkdownSummaryTest {
  @Test
  void tellsScoreChecksAndWhy() {
    assertThat(VerdictForm.MARKDOWN.write(Reports.common()))
        .startsWith(
            """
            ## A memory manager: 55 of 100 points

            ada, run run\\-1. It got there\\.

            | | check | points |
            | --- | --- | ---: |
            | passed | Title of bitmap | 50 / 50 |
            | **in part** | Title of reserved | 5 / 20 |
            """)
        .contains(
            "\n**Title of reserved**: 12 of 48 frames are allocated\\. (snapshot 3\\, frames 0 ");
  }

  /// Whatever could mean something has a backslash before it, or stands in our own lines.
  @Test
  void leavesNothingOfAStudentsThatMeansSomething() {
    String summary = VerdictForm.MARKDOWN.write(Reports.hostile());

    String harmless = summary.replace("<!-- -->", "").replaceAll("\\\\[!-/:-@\\[-`{-~]", "");
    assertThat(Pattern.compile("[<>`\\[\\]!@_~&\\\\]").matcher(harmless).find()).isFalse();
    assertThat(harmless.lines().filter(it -> it.startsWith("#"))).hasSize(1);
    assertThat(summary).doesNotContain("@everyone", "www\\.", "\\:\\/\\/");
    assertThat(harmless.lines().filter(it -> it.startsWith("| "))).hasSize(3);
  }
}
