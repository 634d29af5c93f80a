// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.cli.night;

import dev.kernellab.cli.crowd.Samples;
import dev.kernellab.cli.crowd.Tally;
import dev.kernellab.cli.night.Restarts.What;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/// What came of the night.
///
/// @param replicaAway from the replica's death until it answered again, s
/// @param emptied from the deadline until the last mark, s
/// @param late viewers still waiting for an `ended` when everything had ended
record Figures(
    Plan plan,
    Clock clock,
    Students students,
    Tally tally,
    Restarts restarts,
    List<Gauges.Point> queue,
    SortedMap<String, Double> memory,
    Audit audit,
    double replicaAway,
    double emptied,
    int late,
    int viewers) {

  /// A line of the table.
  ///
  /// @param goal empty when it is only told
  record Line(String what, String measured, String goal, boolean holds) {}

  boolean hold() {
    return lines().stream().allMatch(Line::holds);
  }

  List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    accepting(lines);
    grading(lines);
    watching(lines);
    dying(lines);
    memory.forEach((part, mib) -> told(lines, part + ": memory at its peak, MiB", number(mib)));
    told(lines, "processor time of the clients, which share the machine, s", number(ownSeconds()));
    for (String trouble : tally.troubles()) {
      lines.add(new Line("trouble", trouble, "none", false));
    }
    return lines;
  }

  private void accepting(List<Line> lines) {
    int all = plan.submissions().size();
    exactly(lines, "submissions accepted", students.accepted(), all);
    told(lines, "accepted after, median, s", seconds(tally.accept.median()));
    atMost(lines, "accepted after, 99th percentile, s", tally.accept.percentile(0.99), 1);
    told(lines, "accepted after, longest, s", seconds(tally.accept.max()));
    exactly(lines, "answers 5xx", tally.serverErrorCount(), 0);
    tally.serverErrors().forEach((call, times) -> told(lines, call, times.toString()));
    exactly(lines, "submissions refused", tally.refused.sum(), 0);
    told(
        lines,
        "submissions sent again: connection refused / broken off",
        tally.unconnected.sum() + " / " + tally.unanswered.sum());
  }

  private void grading(List<Line> lines) {
    Samples verdicts = students.verdicts();
    told(lines, "accepted to verdict, median, s", seconds(verdicts.median()));
    told(lines, "accepted to verdict, 99th percentile, s", seconds(verdicts.percentile(0.99)));
    told(lines, "most runs waiting", number(most(false)));
    told(lines, "longest wait of any, s", number(most(true)));
    told(lines, "last mark after the deadline, s", seconds(emptied));
    int all = plan.submissions().size();
    exactly(
        lines,
        "marks right in the stream",
        students.handed().stream().filter(Handed::isRight).count(),
        all);
    exactly(lines, "marks wrong when asked for afterwards", audit.wrong(), 0);
    exactly(lines, "submissions lost", audit.lost(), 0);
    exactly(lines, "submissions doubled", audit.doubled(), 0);
    exactly(lines, "lab faults", students.handed().stream().filter(Handed::isLabFault).count(), 0);
  }

  private static double ownSeconds() {
    return ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .map(it -> it.toMillis() / 1e3)
        .orElse(Double.NaN);
  }

  private double most(boolean age) {
    return queue.stream().mapToDouble(it -> age ? it.oldest() : it.waiting()).max().orElse(0);
  }

  private void watching(List<Line> lines) {
    told(lines, "viewers", Integer.toString(viewers));
    atLeast(lines, "streams open at one time, most", tally.mostOpenStreams(), viewers);
    told(lines, "streams opened", Long.toString(tally.streams.sum()));
    told(lines, "events delivered", Long.toString(tally.events.sum()));
    exactly(lines, "gaps", tally.gaps.sum(), 0);
    exactly(lines, "duplicates", tally.duplicates.sum(), 0);
    exactly(lines, "viewers left without an end", late, 0);
    atMost(lines, "behind the first viewer, 99th percentile, s", tally.behind.percentile(0.99), 2);
    told(lines, "streams broken", Long.toString(tally.brokenStreams.sum()));
  }

  private void dying(List<Line> lines) {
    atMost(lines, "resumed at the other replica after, longest, s", tally.resumed.max(), 5);
    told(lines, "the killed replica answered again after, s", seconds(replicaAway));
    atMost(
        lines, "resumed at the restarted replica after, longest, s", tally.resumedAtHome.max(), 5);
    Samples runner = restarts.after(What.RUNNER);
    Samples api = restarts.after(What.API);
    atMost(
        lines,
        times("runs", runner) + " of the killed runner: begun elsewhere after, s",
        runner.max(),
        30);
    atMost(
        lines,
        times("runs", api) + " of the killed replica: begun elsewhere after, s",
        api.max(),
        30);
    exactly(lines, "attempts lost otherwise", restarts.unexplained(), 0);
  }

  private static String times(String what, Samples samples) {
    return samples.count() + " " + what;
  }

  private static void told(List<Line> lines, String what, String measured) {
    lines.add(new Line(what, measured, "", true));
  }

  private static void exactly(List<Line> lines, String what, long measured, long goal) {
    lines.add(new Line(what, Long.toString(measured), Long.toString(goal), measured == goal));
  }

  private static void atLeast(List<Line> lines, String what, long measured, long goal) {
    lines.add(new Line(what, Long.toString(measured), "≥ " + goal, measured >= goal));
  }

  /// Nothing to measure is no success: the night was there to bring it about.
  private static void atMost(List<Line> lines, String what, double measured, double goal) {
    lines.add(new Line(what, seconds(measured), "≤ " + number(goal), measured <= goal));
  }

  private static String seconds(double value) {
    return Double.isNaN(value) ? "not seen" : String.format(Locale.ROOT, "%.3f", value);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }
}
