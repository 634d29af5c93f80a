// SPDX-License-Identifier: Apache-2.0

/// The way to whoever builds, boots and observes kernels: in this process, or behind HTTP where
/// runners are services of their own ([RemoteKernelRunner]). Start at [RunnerConfiguration]. Must
/// not know submissions, marks or names.
@NullMarked
@ApplicationModule(allowedDependencies = {"settings", "trace", "web"})
package dev.kernellab.api.runner;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
