// SPDX-License-Identifier: Apache-2.0

/// A verdict is a pure function of evidence and assignment. Start at [Grader]. Must not know
/// frameworks, files, the database or the clock, so that a class can be regraded without booting
/// anything, and always to the same result.
@NullMarked
package dev.kernellab.grading.verdict;

import org.jspecify.annotations.NullMarked;
