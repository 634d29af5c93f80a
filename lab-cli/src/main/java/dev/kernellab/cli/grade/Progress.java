// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.grade;

import dev.kernellab.cli.Printable;
import dev.kernellab.cli.grade.ClassRun.Result;
import dev.kernellab.grading.verdict.Verdict;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/// How far a class has come: a bar that grows where a person looks at a terminal, else a line for
/// each. For one thread.
final class Progress {
  private static final int CELLS = 20;

  private final PrintWriter out;
  private final boolean bar;
  private final int all;
  private final long start = System.nanoTime();
  private int done;
  private int passed;
  private int notTaken;
  private int labFaults;

  /// @param bar whether a line can be written over
  Progress(PrintWriter out, boolean bar, int all) {
    this.out = out;
    this.bar = bar;
    this.all = all;
    if (bar) {
      draw();
    }
  }

  void done(Result result) {
    done++;
    switch (result.mark()) {
      case Mark.Graded it -> passed += it.isPassed() ? 1 : 0;
      case Mark.NotTaken it -> notTaken++;
      case Mark.LabFault it -> labFaults++;
    }
    if (bar) {
      draw();
    } else {
      out.printf("[%d/%d] %s%n", done, all, Printable.of(said(result)));
      out.flush();
    }
  }

  /// Leaves the terminal to whoever prints next.
  void end() {
    if (bar) {
      out.print("\r\u001B[K");
      out.flush();
    }
  }

  private static String said(Result result) {
    String label = result.handedIn().label() + ": ";
    return switch (result.mark()) {
      case Mark.Graded it -> {
        Verdict verdict = it.verdict();
        yield label + verdict.score() + " / " + verdict.max();
      }
      case Mark.NotTaken it -> label + "not taken: " + it.message();
      case Mark.LabFault it -> label + "the lab failed: " + it.message();
    };
  }

  private void draw() {
    int full = all == 0 ? CELLS : CELLS * done / all;
    out.print(
        String.format(
            Locale.ROOT,
            "\r\u001B[?7l%s%s %d/%d  %d passed, %d lost points%s%s%s\u001B[K\u001B[?7h", // cut, not
            // folded
            "█".repeat(full),
            "░".repeat(CELLS - full),
            done,
            all,
            passed,
            done - passed - notTaken - labFaults,
            notTaken == 0 ? "" : ", " + notTaken + " not taken",
            labFaults == 0 ? "" : ", " + labFaults + " lab faults",
            left()));
    out.flush();
  }

  private String left() {
    if (done == 0 || done == all) {
      return "";
    }
    Duration left = Duration.ofNanos((System.nanoTime() - start) / done * (all - done));
    return String.format(Locale.ROOT, ", %d:%02d left", left.toMinutes(), left.toSecondsPart());
  }
}
