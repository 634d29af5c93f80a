// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.submission;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kernellab.api.run.Run;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.protocol.Machine;
import dev.kernellab.protocol.RunMode;
import dev.kernellab.protocol.RunState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A submission as it goes over the wire.
///
/// @param run its newest, on the first machine
/// @param runs its newest, on each machine
/// @param verdict over all of them; absent until each has its own
/// @param percentKept how much of its points it keeps in the gradebook; absent when in time
@JsonInclude(JsonInclude.Include.NON_NULL)
record SubmissionView(
    String id,
    String sha256,
    KernelKind kind,
    String label,
    String assignment,
    RunMode mode,
    Instant createdAt,
    RunReference run,
    List<RunOnMachine> runs,
    Run.@Nullable Score verdict,
    @Nullable Integer percentKept) {

  record RunReference(String id, RunState state) {
    static RunReference of(Run run) {
      return new RunReference(run.id(), run.state());
    }
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record RunOnMachine(String id, RunState state, Machine machine, Run.@Nullable Score verdict) {
    static RunOnMachine of(Run run, Run.@Nullable Score score) {
      return new RunOnMachine(run.id(), run.state(), run.plan().machine(), score);
    }
  }

  /// @param runs at least one
  static SubmissionView of(
      Submission it,
      List<RunOnMachine> runs,
      Run.@Nullable Score verdict,
      @Nullable Integer percentKept) {
    return new SubmissionView(
        it.id(),
        it.sha256(),
        it.kind(),
        it.label(),
        it.assignment(),
        it.mode(),
        it.createdAt(),
        new RunReference(runs.getFirst().id(), runs.getFirst().state()),
        runs,
        verdict,
        percentKept);
  }
}
