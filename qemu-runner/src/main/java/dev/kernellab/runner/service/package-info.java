// SPDX-License-Identifier: Apache-2.0

/// The runner as a service of its own: `POST /runs` is answered with the run's events, and the open
/// answer is the lease. Start at [RunnerApplication], then [RunController]. Knows the runner
/// through [dev.kernellab.protocol.KernelRunner] alone; whoever runs kernels in their own process
/// needs nothing of this.
@NullMarked
package dev.kernellab.runner.service;

import org.jspecify.annotations.NullMarked;
