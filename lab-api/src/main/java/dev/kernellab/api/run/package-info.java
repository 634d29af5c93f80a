// SPDX-License-Identifier: Apache-2.0

/// One attempt after another at running a submission: the state machine, the queue, rerun, cancel,
/// and starting over after the lab itself was stopped. Start at [RunWorker]. Knows nothing of HTTP
/// streams or of how a kernel is built and booted.
@NullMarked
@ApplicationModule(
    allowedDependencies = {
      "assignment",
      "evidence",
      "hook",
      "observe",
      "settings",
      "storage",
      "trace",
      "web"
    })
package dev.kernellab.api.run;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
