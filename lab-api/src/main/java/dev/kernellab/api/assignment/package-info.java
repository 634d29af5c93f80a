// SPDX-License-Identifier: Apache-2.0

/// The assignments that this lab has, and every version they have had. Start at [Assignments]; what
/// one is stands in the module `grading`. Must not know runs.
@NullMarked
@ApplicationModule(allowedDependencies = {"settings", "storage", "web"})
package dev.kernellab.api.assignment;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
