// SPDX-License-Identifier: Apache-2.0

/// Grading without a lab: the same runner, the same sandbox and the same engine, in this process.
/// Start at [LocalLab]. Must not know the REST interface.
@NullMarked
package dev.kernellab.cli.local;

import org.jspecify.annotations.NullMarked;
