// SPDX-License-Identifier: Apache-2.0

/// Assignments as data: what is asked, where to look, what a run may use. Start at [Assignment].
/// Must not know runs, nor how anything is judged.
@NullMarked
package dev.kernellab.grading.assignment;

import org.jspecify.annotations.NullMarked;
