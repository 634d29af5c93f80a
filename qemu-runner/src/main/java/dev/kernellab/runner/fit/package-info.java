// SPDX-License-Identifier: Apache-2.0

/// Holds a profile against a kernel image: what of it cannot be, and what the image has instead.
/// Start at [ProfileFit]. Knows nothing of machines that run.
@NullMarked
package dev.kernellab.runner.fit;

import org.jspecify.annotations.NullMarked;
