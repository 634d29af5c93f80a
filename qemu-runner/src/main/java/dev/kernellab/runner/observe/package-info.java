// SPDX-License-Identifier: Apache-2.0

/// Watches a booted kernel until its run is over: stops at checkpoints, takes captures, passes on
/// what it prints, and finds out how it ended and whose doing that was. Start at [Observer]. What
/// the captured bytes mean is not decided here.
@NullMarked
package dev.kernellab.runner.observe;

import org.jspecify.annotations.NullMarked;
