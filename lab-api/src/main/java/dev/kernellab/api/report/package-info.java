// SPDX-License-Identifier: Apache-2.0

/// What a run has become, for those who ask: its JSON, its snapshots, its console, its verdict.
/// Start at [RunReportController]. Only reads.
@NullMarked
@ApplicationModule(
    allowedDependencies = {"assignment", "evidence", "observe", "run", "storage", "trace", "web"})
package dev.kernellab.api.report;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
