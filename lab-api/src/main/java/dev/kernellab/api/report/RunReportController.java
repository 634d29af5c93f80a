// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.report;

import dev.kernellab.api.run.Run;
import dev.kernellab.api.run.RunVerdicts;
import dev.kernellab.api.run.Runs;
import dev.kernellab.api.storage.Page;
import dev.kernellab.api.trace.Traces;
import dev.kernellab.api.web.PageRequest;
import dev.kernellab.protocol.Profile;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// What a run has become.
@RestController
@RequestMapping("/api/v1/runs")
class RunReportController {
  private final Runs runs;
  private final RunVerdicts verdicts;
  private final Consoles consoles;
  private final Traces traces;

  RunReportController(Runs runs, RunVerdicts verdicts, Consoles consoles, Traces traces) {
    this.runs = runs;
    this.verdicts = verdicts;
    this.consoles = consoles;
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
    return RunView.of(run, verdicts.score(run).orElse(null), traces.areWanted());
  }

  /// How this kernel keeps its memory and what to look for, as it stood when the run was made.
  @GetMapping("/{id}/profile")
  Profile profile(@PathVariable String id) {
    return runs.get(id).plan().profile();
  }

  /// What the kernel printed, byte for byte.
  @GetMapping(path = "/{id}/serial", produces = MediaType.TEXT_PLAIN_VALUE)
  byte[] serial(@PathVariable String id) {
    return consoles.read(runs.get(id));
  }
}
