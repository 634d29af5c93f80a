// SPDX-License-Identifier: Apache-2.0

/// Reads the accounts that kernels keep of their frames, each in its own way, into one
/// [AllocationMap]. Start at [AllocatorReader]. A kernel may have written anything there: every
/// loop and every length is bounded, and what cannot be read is said, not guessed. Must not know
/// how memory was captured.
@NullMarked
package dev.kernellab.memory.allocator;

import org.jspecify.annotations.NullMarked;
