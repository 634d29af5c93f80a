// SPDX-License-Identifier: Apache-2.0

/// Says of addresses of a kernel's code which function and source line they belong to. Start at
/// [CodeNames]. Debug information is only ever read in a box.
@NullMarked
package dev.kernellab.runner.naming;

import org.jspecify.annotations.NullMarked;
