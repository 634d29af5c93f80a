// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;

/// What the commands that measure have in common.
final class Measurement {
  private Measurement() {}

  /// In milliseconds, as a student waits for it.
  static double submitToVerdict(LabClient client, KernelFile file) throws IOException {
    long start = System.nanoTime();
    String run = client.submit(new Upload(file, "benchmark", null, null));
    try (ServerSentEvents events = new ServerSentEvents(client.events(run, 0))) {
      for (var event = events.next(); event != null; event = events.next()) {
        if (event.name().equals("verdict")) {
          return milliseconds(start);
        }
      }
    }
    throw new LabProblem("run " + run + " ended without a verdict; look at " + client.page(run));
  }

  static double milliseconds(long start) {
    return (System.nanoTime() - start) / 1e6;
  }

  /// How much longer, pair by pair: what slows the machine down slows both of a pair.
  static double[] ratios(double[] these, double[] those) {
    double[] ratios = new double[these.length];
    Arrays.setAll(ratios, i -> these[i] / those[i]);
    return ratios;
  }

  static void head(PrintWriter out) {
    out.println("| what | min | median | max |");
    out.println("| ---- | --: | -----: | --: |");
  }

  static void row(PrintWriter out, String what, double[] values) {
    row(out, what, values, "%.1f");
  }

  /// @param format of one value
  static void row(PrintWriter out, String what, double[] values, String format) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    out.println(
        String.format(
            Locale.ROOT,
            "| %s | " + format + " | " + format + " | " + format + " |",
            what,
            sorted[0],
            sorted[sorted.length / 2],
            sorted[sorted.length - 1]));
  }
}
