// SPDX-License-Identifier: Apache-2.0

/// Evidence as server-sent events: everything from the start, then live, resumable by number. Start
/// at [EventStreamController]. Only reads; a slow viewer is cut and never slows a run.
@NullMarked
@ApplicationModule(allowedDependencies = {"evidence", "run", "settings", "storage", "web"})
package dev.kernellab.api.stream;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
