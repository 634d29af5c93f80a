// SPDX-License-Identifier: Apache-2.0

/// Traces, for whoever operates the lab: one a run, from the request that made it to its verdict,
/// sent by OTLP where an endpoint is set. Start at [Traces]. Knows what a span is and where it is
/// sent, not how a run goes.
@NullMarked
@ApplicationModule(allowedDependencies = "settings")
package dev.kernellab.api.trace;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
