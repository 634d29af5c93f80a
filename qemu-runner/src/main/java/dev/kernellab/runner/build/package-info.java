// SPDX-License-Identifier: Apache-2.0

/// Makes an image of submitted sources: building is running, so `make` only ever runs in a box.
/// Start at [KernelBuilder]. Must not open a file that a student's process could have put there.
@NullMarked
package dev.kernellab.runner.build;

import org.jspecify.annotations.NullMarked;
