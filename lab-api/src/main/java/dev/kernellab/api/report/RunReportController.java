// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.report;

import dev.kernellab.api.evidence.EvidenceEvent;
import dev.kernellab.api.evidence.EvidenceLog;
import dev.kernellab.api.run.Run;
import dev.kernellab.api.run.Runs;
import dev.kernellab.api.storage.Page;
import dev.kernellab.api.trace.Traces;
import dev.kernellab.api.web.PageRequest;
import dev.kernellab.api.web.Problem;
import dev.kernellab.protocol.Profile;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/// What a run has become.
@RestController
@RequestMapping("/api/v1/runs")
class RunReportController {
  private final Runs runs;
  private final EvidenceLog evidence;
  private final JsonMapper json;
  private final Traces traces;

  RunReportController(Runs runs, EvidenceLog evidence, JsonMapper json, Traces traces) {
    this.runs = runs;
    this.evidence = evidence;
    this.json = json;
    this.traces = traces;
  }

  @GetMapping
  Page<RunView> list(PageRequest page) {
    return runs.page(page.after(), page.size()).map(this::view);
  }

  @GetMapping("/{id}")
  RunView run(@PathVariable String id) {
    return view(runs.get(id));
  }

  private RunView view(Run run) {
    return RunView.of(run, traces.areWanted());
  }

  /// How this kernel keeps its memory and what to look for, as it stood when the run was made.
  @GetMapping("/{id}/profile")
  Profile profile(@PathVariable String id) {
    return runs.get(id).plan().profile();
  }

  /// What the kernel printed, byte for byte.
  @GetMapping(path = "/{id}/serial", produces = MediaType.TEXT_PLAIN_VALUE)
  byte[] serial(@PathVariable String id) {
    Run run = runs.get(id);
    var bytes = new ByteArrayOutputStream();
    for (EvidenceEvent event : evidence.ofType(id, run.attempt(), "serial")) {
      String text = json.readTree(event.data()).path("text").asString();
      bytes.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }
    return bytes.toByteArray();
  }

  @GetMapping(path = "/{id}/verdict", produces = MediaType.APPLICATION_JSON_VALUE)
  String verdict(@PathVariable String id) {
    Run run = runs.get(id);
    List<EvidenceEvent> verdicts = evidence.ofType(id, run.attempt(), "verdict");
    if (verdicts.isEmpty()) {
      throw run.hasEnded() ? notGraded(run) : notYet();
    }
    return verdicts.getLast().data();
  }

  private static Problem notYet() {
    return new Problem(
        HttpStatus.NOT_FOUND,
        "VERDICT_NOT_YET",
        "The run has not been graded yet. Follow its events, or ask again when its state is ENDED.");
  }

  private static Problem notGraded(Run run) {
    return new Problem(
        HttpStatus.NOT_FOUND,
        "VERDICT_NONE",
        "The run was not graded: only graded runs that the kernel itself brought to an end are."
            + " Run the submission again with POST /api/v1/submissions/"
            + run.submission()
            + "/runs.");
  }
}
