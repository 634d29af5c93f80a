// SPDX-License-Identifier: Apache-2.0

/// Grades a whole class: many kernels side by side, here or by a lab. Start at [GradeCommand], then
/// [ClassRun]. What one kernel is worth others say; this must not know how.
@NullMarked
package dev.kernellab.cli.grade;

import org.jspecify.annotations.NullMarked;
