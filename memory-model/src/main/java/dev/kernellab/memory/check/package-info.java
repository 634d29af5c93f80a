// SPDX-License-Identifier: Apache-2.0

/// Holds what a kernel says of its memory against what the hardware shows. Start at [KernelMemory],
/// which reads everything that a profile describes, then [CrossChecks]. Pure functions; must not
/// know marks or assignments.
@NullMarked
package dev.kernellab.memory.check;

import org.jspecify.annotations.NullMarked;
