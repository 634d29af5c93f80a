// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.check;

import com.google.re2j.Pattern;
import dev.kernellab.grading.assignment.OfEnd;
import dev.kernellab.protocol.RunOutcome;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Judges what is known once the run is over.
final class EndJudge {
  private static final int SHOWN = 120;

  private EndJudge() {}

  static Judgement judge(OfEnd expectation, Evidence evidence) {
    return switch (expectation) {
      case OfEnd.Console it -> console(it, evidence.console());
      case OfEnd.Ends it -> ends(it, evidence.outcome());
    };
  }

  private static Judgement ends(OfEnd.Ends expected, RunOutcome outcome) {
    boolean met = expected.kinds().contains(outcome.kind());
    String seen = "The run ended with " + outcome.kind() + ". " + outcome.message();
    return Judgement.of(
        met, met ? seen : seen + " Expected one of " + expected.kinds() + ".", null);
  }

  /// RE2 takes time in proportion to the text, whatever the expression.
  private static Judgement console(OfEnd.Console expected, @Nullable String console) {
    if (console == null) {
      return Judgement.notRecorded("What the kernel printed was not kept.");
    }
    Pattern pattern = Pattern.compile(expected.matches());
    Optional<String> line = console.lines().filter(it -> pattern.matcher(it).find()).findFirst();
    boolean met = line.isPresent() != expected.forbids();
    String seen =
        line.map(it -> "A line of the console matches: " + shown(it))
            .orElse("No line of the console matches " + expected.matches() + ".");
    return Judgement.of(
        met,
        met ? seen : seen + " Expected " + (expected.forbids() ? "none to." : "one to."),
        null);
  }

  private static String shown(String line) {
    return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
  }
}
