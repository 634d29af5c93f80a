// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.report;

import dev.kernellab.api.evidence.EvidenceLog;
import dev.kernellab.api.evidence.EvidenceLog.NumberedCapture;
import dev.kernellab.api.run.Run;
import dev.kernellab.api.run.Runs;
import dev.kernellab.api.web.Problem;
import dev.kernellab.grading.compare.ComparedRun;
import dev.kernellab.grading.compare.Difference;
import dev.kernellab.grading.compare.RunComparison;
import dev.kernellab.memory.Listing;
import dev.kernellab.protocol.Capture;
import dev.kernellab.protocol.RunOutcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Where two runs part ways.
@RestController
@RequestMapping("/api/v1/runs")
class ComparisonController {
  private static final int MOST = 100;

  private final Runs runs;
  private final EvidenceLog evidence;
  private final Consoles consoles;

  ComparisonController(Runs runs, EvidenceLog evidence, Consoles consoles) {
    this.runs = runs;
    this.evidence = evidence;
    this.consoles = consoles;
  }

  /// @param differences the first first; none when both have shown the same
  record Comparison(String first, String second, List<Difference> differences, boolean truncated) {}

  @GetMapping("/{first}/compare/{second}")
  Comparison compare(@PathVariable String first, @PathVariable String second) {
    Listing<Difference> found = RunComparison.of(ended(first), ended(second), MOST);
    return new Comparison(first, second, found.items(), found.truncated());
  }

  private ComparedRun ended(String id) {
    Run run = runs.get(id);
    RunOutcome outcome = run.outcome();
    if (outcome == null) {
      throw new Problem(
          HttpStatus.CONFLICT,
          "RUN_NOT_ENDED",
          "Run "
              + run.id()
              + " has not ended yet. Follow its events, and compare when its state is ENDED.");
    }
    Iterable<NumberedCapture> stored = evidence.captures(run.id(), run.attempt());
    Iterable<Capture> captures =
        () ->
            StreamSupport.stream(stored.spliterator(), false)
                .map(NumberedCapture::capture)
                .iterator();
    String console = new String(consoles.read(run), StandardCharsets.ISO_8859_1);
    return new ComparedRun(run.plan().machine(), run.plan().profile(), outcome, console, captures);
  }
}
