// SPDX-License-Identifier: Apache-2.0

/// What a run has become, for those who ask: its JSON, its snapshots, its console, its verdict.
/// Start at `RunReportController`. Only reads.
@NullMarked
package dev.kernellab.api.report;

import org.jspecify.annotations.NullMarked;
