// SPDX-License-Identifier: Apache-2.0

/// What every HTTP exchange has in common: problems as `application/problem+json`, security
/// headers, the dashboard's files. Start at [ProblemHandler]. Must not know any feature.
@NullMarked
@ApplicationModule(allowedDependencies = {"settings", "storage"})
package dev.kernellab.api.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
