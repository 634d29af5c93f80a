// SPDX-License-Identifier: Apache-2.0

/// Changing one's mind about marks: what recorded evidence is worth by another version of an
/// assignment, shown before it counts. Start at [RegradeController]. Boots nothing.
@NullMarked
@ApplicationModule(allowedDependencies = {"assignment", "gradebook", "run", "submission", "web"})
package dev.kernellab.api.regrade;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
