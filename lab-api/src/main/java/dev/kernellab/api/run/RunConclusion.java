// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.run;

import dev.kernellab.api.evidence.EvidenceLog;
import dev.kernellab.api.evidence.NewEvent;
import dev.kernellab.api.storage.Database;
import dev.kernellab.protocol.RunEvent.StateChanged;
import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.protocol.RunState;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// How an attempt is left behind: graded and ended, or given up for the next one.
@Component
class RunConclusion {
  private final Database database;
  private final RunRepository runs;
  private final EvidenceLog evidence;
  private final RunGrading grading;
  private final RunSealing sealing;
  private final RunVerdicts verdicts;
  private final RunMetrics metrics;
  private final RunTracing tracing;
  private final Clock clock;

  RunConclusion(
      Database database,
      RunRepository runs,
      EvidenceLog evidence,
      RunGrading grading,
      RunSealing sealing,
      RunVerdicts verdicts,
      RunMetrics metrics,
      RunTracing tracing,
      Clock clock) {
    this.database = database;
    this.runs = runs;
    this.evidence = evidence;
    this.grading = grading;
    this.sealing = sealing;
    this.verdicts = verdicts;
    this.metrics = metrics;
    this.tracing = tracing;
    this.clock = clock;
  }

  /// Everything that could be seen has been: grades it if it is to be graded, and ends the run.
  void end(Run run, RunOutcome outcome) {
    if (!grading.isDue(run, outcome)) {
      close(run, outcome, Optional.empty());
      return;
    }
    long now = clock.millis();
    database
        .transaction()
        .executeWithoutResult(
            transaction -> {
              var entered = new RunProgress.Entered(RunState.GRADING, now);
              runs.attempt(run).progress(new RunProgress(List.of(entered), null, 0));
              var state = new StateChanged(RunState.GRADING, run.attempt());
              var grading = new NewEvent("state", state, null, now);
              evidence.append(run.id(), run.attempt(), List.of(grading));
            });
    close(run, outcome, Optional.of(grading.grade(run, outcome)));
  }

  /// Starts over what the lab failed.
  ///
  /// @param code why, for the operator
  void retry(Run run, String code) {
    restart(run, run.faults(), code);
    metrics.retried(code);
  }

  /// The next attempt waits in the queue; what the last one saw counts no more. Viewers learn it
  /// from a state event that carries the new attempt's number.
  ///
  /// @param faults how many attempts the lab is to blame for so far
  /// @param code what ended the attempt
  void restart(Run run, int faults, String code) {
    database
        .transaction()
        .executeWithoutResult(
            transaction -> {
              runs.attempt(run).restart(faults);
              evidence.open(run.id(), run.attempt() + 1);
              var queued = new StartedOver(RunState.QUEUED, run.attempt() + 1, code);
              evidence.append(run.id(), run.attempt() + 1, List.of(new NewEvent("state", queued)));
            });
  }

  private void close(Run run, RunOutcome outcome, Optional<Graded> graded) {
    Run.@Nullable Score score = graded.map(it -> Run.Score.of(it.shown())).orElse(null);
    Run.Seal seal = sealing.seal(run, outcome);
    long now = clock.millis();
    var events = new ArrayList<NewEvent>();
    graded.ifPresent(it -> events.add(new NewEvent("verdict", it.shown(), null, now)));
    events.add(new NewEvent("ended", new EndedView(outcome, score), null, now));
    database
        .transaction()
        .executeWithoutResult(
            transaction -> {
              runs.attempt(run).end(outcome, score, seal, now);
              evidence.append(run.id(), run.attempt(), events);
              graded.ifPresent(it -> verdicts.given(run, outcome, it));
            });
    runs.findForChange(run.id()).ifPresent(metrics::ended);
    tracing.ended(run.id());
  }
}
