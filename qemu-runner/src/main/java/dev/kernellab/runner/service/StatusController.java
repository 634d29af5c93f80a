// SPDX-License-Identifier: Apache-2.0
package dev.kernellab.runner.service;

import dev.kernellab.protocol.wire.RunnerProtocol;
import dev.kernellab.protocol.wire.RunnerStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// What a caller chooses a runner by.
@RestController
class StatusController {
  private final Attempts attempts;
  private final Fitness fitness;
  private final Build build;

  StatusController(Attempts attempts, Fitness fitness, Build build) {
    this.attempts = attempts;
    this.fitness = fitness;
    this.build = build;
  }

  @GetMapping("/status")
  RunnerStatus status() {
    return new RunnerStatus(
        build.version(),
        RunnerProtocol.VERSION,
        build.instance(),
        attempts.capacity(),
        attempts.running(),
        attempts.isDraining(),
        fitness.trouble().orElse(null));
  }
}
