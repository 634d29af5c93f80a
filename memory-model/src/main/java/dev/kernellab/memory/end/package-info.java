// SPDX-License-Identifier: Apache-2.0

/// Why a kernel ended as it did, told from its last moment. Start at [LastState], which reads what
/// has to be known, then [Explanation]. Says nothing that the evidence does not show; must not know
/// marks or assignments.
@NullMarked
package dev.kernellab.memory.end;

import org.jspecify.annotations.NullMarked;
