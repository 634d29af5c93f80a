// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.submission;

import dev.kernellab.api.run.Run;
import dev.kernellab.protocol.KernelKind;
import dev.kernellab.protocol.RunMode;
import dev.kernellab.protocol.RunState;
import java.time.Instant;

/// A submission as it goes over the wire.
///
/// @param run its newest
record SubmissionView(
    String id,
    String sha256,
    KernelKind kind,
    String label,
    String assignment,
    RunMode mode,
    Instant createdAt,
    RunReference run) {

  record RunReference(String id, RunState state) {
    static RunReference of(Run run) {
      return new RunReference(run.id(), run.state());
    }
  }

  static SubmissionView of(Submission it, Run run) {
    return new SubmissionView(
        it.id(),
        it.sha256(),
        it.kind(),
        it.label(),
        it.assignment(),
        it.mode(),
        it.createdAt(),
        RunReference.of(run));
  }
}
