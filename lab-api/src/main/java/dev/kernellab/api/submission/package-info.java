// SPDX-License-Identifier: Apache-2.0

/// What students hand in: accepted, checked, kept under its hash, listed. Start at
/// [SubmissionController]. Knows that a submission has runs, not how a run goes.
@NullMarked
@ApplicationModule(
    allowedDependencies = {"assignment", "run", "runner", "settings", "storage", "trace", "web"})
package dev.kernellab.api.submission;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
