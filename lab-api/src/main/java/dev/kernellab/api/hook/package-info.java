// SPDX-License-Identifier: Apache-2.0

/// Tells others of verdicts, as Standard Webhooks describes it: signed, and again until it is
/// taken. Start at [VerdictHooks]. Knows nothing of how a verdict comes about.
@NullMarked
@ApplicationModule(allowedDependencies = {"settings", "storage"})
package dev.kernellab.api.hook;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
