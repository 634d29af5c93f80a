// SPDX-License-Identifier: Apache-2.0

/// Assignments as data: what is asked, where to look, what a run may use. Start at [Assignment];
/// [AssignmentLoader] reads one from its folder. Must not know runs.
@NullMarked
package dev.kernellab.api.assignment;

import org.jspecify.annotations.NullMarked;
