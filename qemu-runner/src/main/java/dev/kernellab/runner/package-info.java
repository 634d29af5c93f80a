// SPDX-License-Identifier: Apache-2.0

/// Builds a kernel where it can do no harm, boots it in QEMU and says what its memory looks like.
/// Start at [QemuKernelRunner], then at `Run`, which tells one run from top to bottom. Nothing here
/// knows a check, a mark, a student or a database.
@NullMarked
package dev.kernellab.runner;

import org.jspecify.annotations.NullMarked;
