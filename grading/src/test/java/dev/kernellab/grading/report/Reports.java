// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.grading.report;

import static dev.kernellab.grading.fixture.Verdicts.check;

import dev.kernellab.grading.fixture.Verdicts;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.RunOutcome;

/// Runs to report on: one as they come, and one of a student who tries everything.
final class Reports {
  /// Closes what can be closed, begins what can be begun, and has what XML does not allow.
  static final String HOSTILE =
      "</script></style><script>alert(1)</script>]]><!-- \"' onload='x' &lt; \u0000\u001B[31m\uFFFE"
          + "\uD800 \u202Egnp.exe | `x` ![i](http://evil.example/x) @everyone www.evil.example"
          + "\n\n# heading\n=cmd|' /C calc'!A0";

  private static final RunOutcome OUTCOME =
      new RunOutcome(RunOutcome.Kind.COMPLETED, "LAST_CHECKPOINT", "It got there.");

  private Reports() {}

  static GradedRun common() {
    return new GradedRun(
        "run-1",
        "ada",
        "A memory manager",
        new Machine(Machine.Type.PC, 128),
        OUTCOME,
        Verdicts.of(
            55,
            100,
            check("bitmap", 50, 50, "PASSED", "All is well.", "{\"snapshot\":3}"),
            check(
                "reserved",
                5,
                20,
                "PARTIAL",
                "12 of 48 frames are allocated.",
                "{\"snapshot\":3,\"frames\":[[0,16],[2047,2]]}"),
            check(
                "self-reference",
                0,
                20,
                "FAILED",
                "PDE 1023 is 0x00000000: not present.",
                "{\"snapshot\":4,\"linear\":\"0xFFC00000\","
                    + "\"entries\":[{\"index\":1023,\"value\":\"0x00000000\"}]}"),
            check("idle", 0, 10, "NOT_RUN", "The kernel never reached checkpoint_idle."),
            check("extra", 0, 0, "FAILED", "No guard page.", "{\"snapshot\":4}")));
  }

  static GradedRun hostile() {
    return new GradedRun(
        "run-2",
        HOSTILE,
        HOSTILE,
        new Machine(Machine.Type.PC, 128),
        new RunOutcome(RunOutcome.Kind.KERNEL_FAULT, "TRIPLE_FAULT", HOSTILE),
        Verdicts.of(
            0,
            10,
            check("bitmap", 0, 10, "FAILED", HOSTILE, "{\"snapshot\":0,\"frames\":[[7,1]]}")));
  }
}
