// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.api.run;

import dev.kernellab.api.run.Runs.StopReason;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// What can be done to a run.
@RestController
@RequestMapping("/api/v1/runs/{id}")
class RunController {
  private final Runs runs;

  RunController(Runs runs) {
    this.runs = runs;
  }

  /// Stops it; the stream then ends with outcome `CANCELLED`.
  @DeleteMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  void stop(@PathVariable String id) {
    runs.stop(id, StopReason.CANCELLED);
  }
}
