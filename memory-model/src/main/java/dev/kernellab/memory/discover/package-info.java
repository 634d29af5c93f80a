// SPDX-License-Identifier: Apache-2.0

/// Finds out how a kernel that nobody has described keeps account of its frames. Start at
/// [Discovery]: it tries profiles of every form on all the data there is, and holds what they read
/// against what the machine itself shows. Must not trust a name, and must not know how memory is
/// read.
@NullMarked
package dev.kernellab.memory.discover;

import org.jspecify.annotations.NullMarked;
