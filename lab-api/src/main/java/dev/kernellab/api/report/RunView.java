// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kernellab.api.run.Run;
import dev.kernellab.api.run.RunTimings;
import dev.kernellab.api.trace.TraceIds;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.RunMode;
import dev.kernellab.protocol.RunOutcome;
import dev.kernellab.protocol.RunState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A run as it goes over the wire: `docs/reference/events.md`, "Runs and submissions".
@JsonInclude(JsonInclude.Include.NON_NULL)
record RunView(
    String id,
    String submission,
    String label,
    String assignment,
    RunMode mode,
    RunState state,
    @Nullable RunOutcome outcome,
    int attempt,
    Machine machine,
    Instant createdAt,
    @Nullable Instant endedAt,
    RunTimings timings,
    @Nullable Long instructions,
    int snapshots,
    Run.@Nullable Score verdict,
    Run.@Nullable Seal evidence,
    @Nullable String trace) {

  /// @param score as students may see it now
  /// @param traced whether its trace can be looked up somewhere
  static RunView of(Run run, Run.@Nullable Score score, boolean traced) {
    Long ended = run.times().ended();
    return new RunView(
        run.id(),
        run.submission(),
        run.label(),
        run.assignment(),
        run.plan().mode(),
        run.state(),
        run.outcome(),
        run.attempt(),
        run.plan().machine(),
        Instant.ofEpochMilli(run.times().created()),
        ended == null ? null : Instant.ofEpochMilli(ended),
        RunTimings.of(run.times()),
        run.instructions(),
        run.snapshots(),
        score,
        run.evidence(),
        traced ? TraceIds.trace(run.id()) : null);
  }
}
