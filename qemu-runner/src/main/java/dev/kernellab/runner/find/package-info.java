// SPDX-License-Identifier: Apache-2.0

/// Boots a kernel to find out how it keeps account of its frames. Start at [ProfileFinder]. Must
/// not judge what it sees: that is `memory-model`'s.
@NullMarked
package dev.kernellab.runner.find;

import org.jspecify.annotations.NullMarked;
