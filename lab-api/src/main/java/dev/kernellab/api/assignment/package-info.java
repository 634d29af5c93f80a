// SPDX-License-Identifier: Apache-2.0

/// The assignments that this lab has. Start at [Assignments]; what one is stands in the module
/// `grading`. Must not know runs.
@NullMarked
package dev.kernellab.api.assignment;

import org.jspecify.annotations.NullMarked;
