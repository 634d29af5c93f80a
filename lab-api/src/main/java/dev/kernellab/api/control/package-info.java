// SPDX-License-Identifier: Apache-2.0

/// A machine's controls while it runs: its keyboard and serial port, pause, step and continue, its
/// screen and memory. One controller, many viewers: see [Controls]. Start at [MachineController].
/// Knows nothing of evidence; what comes of a wish comes as events.
@NullMarked
@ApplicationModule(allowedDependencies = {"observe", "run", "storage", "web"})
package dev.kernellab.api.control;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
