// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.run;

import dev.kernellab.api.evidence.EvidenceLog;
import dev.kernellab.memory.seal.EvidenceSeal;
import dev.kernellab.protocol.RunMode;
import dev.kernellab.protocol.RunOutcome;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Puts a run's stored evidence under a hash. An interactive run has none: what a person typed, and
/// when, is not in it.
@Component
class RunSealing {
  private final EvidenceLog evidence;

  RunSealing(EvidenceLog evidence) {
    this.evidence = evidence;
  }

  Run.Seal seal(Run run, RunOutcome outcome) {
    long bytes = evidence.bytes(run.id(), run.attempt());
    return new Run.Seal(hash(run, outcome).orElse(null), bytes);
  }

  private Optional<String> hash(Run run, RunOutcome outcome) {
    boolean seen = outcome.kind().isGraded() && outcome.kind() != RunOutcome.Kind.BUILD_REJECTED;
    if (!seen || run.plan().mode() == RunMode.INTERACTIVE) {
      return Optional.empty();
    }
    var seal = new EvidenceSeal(!run.plan().machine().start().way().countsVary());
    evidence.said(run.id(), run.attempt()).forEach(seal::add);
    return seal.close(outcome);
  }
}
