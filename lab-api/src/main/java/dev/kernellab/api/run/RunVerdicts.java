// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.run;

import dev.kernellab.api.evidence.EvidenceEvent;
import dev.kernellab.api.evidence.EvidenceLog;
import dev.kernellab.grading.verdict.Verdict;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// The verdicts that were given, as they are stored.
@Component
public class RunVerdicts {
  private final EvidenceLog evidence;
  private final JsonMapper json;

  RunVerdicts(EvidenceLog evidence, JsonMapper json) {
    this.evidence = evidence;
    this.json = json;
  }

  /// The newest of the run's, word for word.
  public Optional<String> text(Run run) {
    List<EvidenceEvent> verdicts = evidence.ofType(run.id(), run.attempt(), "verdict");
    return verdicts.isEmpty() ? Optional.empty() : Optional.of(verdicts.getLast().data());
  }

  public Optional<Verdict> find(Run run) {
    return text(run).map(it -> json.readValue(it, Verdict.class));
  }
}
