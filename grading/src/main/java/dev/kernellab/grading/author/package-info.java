// SPDX-License-Identifier: Apache-2.0

/// Reads what instructors write. Start at [AssignmentReader]; [AssignmentRules] says what has to
/// hold. Must not know runs.
@NullMarked
package dev.kernellab.grading.author;

import org.jspecify.annotations.NullMarked;
