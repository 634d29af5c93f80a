// SPDX-License-Identifier: Apache-2.0

/// The part of the gdb remote serial protocol that run control needs: breakpoints, single steps,
/// continue, stop replies. Start at [GdbClient]. The other end is taken to be hostile.
@NullMarked
package dev.kernellab.runner.gdb;

import org.jspecify.annotations.NullMarked;
