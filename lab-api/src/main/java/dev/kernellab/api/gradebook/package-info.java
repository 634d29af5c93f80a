// SPDX-License-Identifier: Apache-2.0

/// A whole class, for those who teach it: the gradebook, and who handed in work alike. Start at
/// [GradebookController]. Only reads.
@NullMarked
@ApplicationModule(allowedDependencies = {"assignment", "run", "settings", "storage", "web"})
package dev.kernellab.api.gradebook;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
