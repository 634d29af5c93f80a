// SPDX-License-Identifier: Apache-2.0

/// The way to whoever builds, boots and observes kernels: in this process now, behind HTTP when it
/// is a service of its own. Start at [RunnerConfiguration]. Must not know submissions, marks or
/// names.
@NullMarked
@ApplicationModule(allowedDependencies = {"web", "settings"})
package dev.kernellab.api.runner;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
