// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.report;

import dev.kernellab.api.evidence.EvidenceEvent;
import dev.kernellab.api.evidence.EvidenceLog;
import dev.kernellab.api.evidence.EvidenceLog.NumberedCapture;
import dev.kernellab.api.observe.EndReader;
import dev.kernellab.api.observe.EndView;
import dev.kernellab.api.observe.NamedCode;
import dev.kernellab.api.run.Run;
import dev.kernellab.api.run.Runs;
import dev.kernellab.api.web.Problem;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.CodePlace;
import dev.kernellab.protocol.RunEvent.CodeNamed;
import dev.kernellab.protocol.RunEvent.CodeNamed.CodeRange;
import dev.kernellab.protocol.RunOutcome;
import java.util.List;
import java.util.stream.StreamSupport;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How runs ended, explained each time anew from what was stored.
@RestController
class RunEnds {
  private static final TypeReference<List<CodePlace>> PLACES = new TypeReference<>() {};
  private static final TypeReference<List<CodeRange>> TEXT = new TypeReference<>() {};

  private final Runs runs;
  private final EvidenceLog evidence;
  private final JsonMapper json;

  RunEnds(Runs runs, EvidenceLog evidence, JsonMapper json) {
    this.runs = runs;
    this.evidence = evidence;
    this.json = json;
  }

  @GetMapping("/api/v1/runs/{id}/end")
  EndView end(@PathVariable String id) {
    Run run = runs.get(id);
    RunOutcome outcome = run.outcome();
    if (outcome == null) {
      throw new Problem(
          HttpStatus.NOT_FOUND,
          "END_NOT_YET",
          "The run has not ended yet. Follow its events, or ask again when its state is ENDED.");
    }
    Iterable<NumberedCapture> stored = evidence.captures(run.id(), run.attempt());
    Iterable<Capture> captures =
        () ->
            StreamSupport.stream(stored.spliterator(), false)
                .map(NumberedCapture::capture)
                .iterator();
    return new EndReader(run.plan().profile(), captures, code(run))
        .read(outcome, serial(run))
        .orElseThrow(
            () ->
                new Problem(
                    HttpStatus.NOT_FOUND,
                    "END_UNSEEN",
                    "The kernel was not looked at after its end: it reached its last checkpoint, or"
                        + " the run was stopped. The run's outcome says which."));
  }

  /// What the image says of its code; nothing while the run lasts.
  NamedCode code(String id) {
    return code(runs.get(id));
  }

  private NamedCode code(Run run) {
    List<EvidenceEvent> named = evidence.ofType(run.id(), run.attempt(), "code");
    return named.isEmpty() ? NamedCode.NOTHING : read(json.readTree(named.getLast().data()));
  }

  /// The stored data is without its type, which an event's class insists on.
  private NamedCode read(JsonNode data) {
    List<CodePlace> places = json.convertValue(data.path("places"), PLACES);
    List<CodeRange> text = json.convertValue(data.path("text"), TEXT);
    return NamedCode.of(new CodeNamed(places, text));
  }

  private String serial(Run run) {
    var text = new StringBuilder();
    for (EvidenceEvent event : evidence.ofType(run.id(), run.attempt(), "serial")) {
      text.append(json.readTree(event.data()).path("text").asString());
    }
    return text.toString();
  }
}
